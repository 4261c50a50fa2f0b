### Palabras de la interfaz en español. Los mismos identificadores que en.ftl; las reglas están en docs/words.md.
### Palabras sencillas y cálidas, de tú. Sin notas, sin alarmas, sin culpas. Si se puede, sin género.

## wording
# Las tres formas son femeninas y en singular: así caben en las mismas frases.

wording-homework-homework = tarea
wording-homework-practice = práctica
wording-homework-assignment = actividad
wording-client-client = cliente
wording-client-consumer = usuario o usuaria
wording-client-participant = participante
wording-programme-imr = Manejo de la Enfermedad y Recuperación
wording-programme-wsm = Autocuidado del Bienestar

## dates

date-day = { $weekday } { $number } de { $month } de { $year }
date-day-short = { $number } de { $month }
date-time = { $hour }:{ $minute }
date-day-and-time = { $day }, { $time }
date-from-until = { $from } a { $until }
date-weekday-1 = lunes
date-weekday-2 = martes
date-weekday-3 = miércoles
date-weekday-4 = jueves
date-weekday-5 = viernes
date-weekday-6 = sábado
date-weekday-7 = domingo
date-month-1 = enero
date-month-2 = febrero
date-month-3 = marzo
date-month-4 = abril
date-month-5 = mayo
date-month-6 = junio
date-month-7 = julio
date-month-8 = agosto
date-month-9 = septiembre
date-month-10 = octubre
date-month-11 = noviembre
date-month-12 = diciembre
date-today = Hoy
date-tomorrow = Mañana
date-yesterday = Ayer
number-decimal-mark = ,
date-minutes = { $count ->
    [one] { $count } minuto
    [many] { $count } de minutos
   *[other] { $count } minutos
}
date-days = { $count ->
    [one] { $count } día
    [many] { $count } de días
   *[other] { $count } días
}
date-weeks = { $count ->
    [one] { $count } semana
    [many] { $count } de semanas
   *[other] { $count } semanas
}
date-months = { $count ->
    [one] { $count } mes
    [many] { $count } de meses
   *[other] { $count } meses
}
date-times = { $count ->
    [one] una vez
    [many] { $count } de veces
   *[other] { $count } veces
}

## sheets

sheet-session = Reunión
sheet-programme = Mi programa
sheet-recovery-meaning = Qué es para mí la recuperación
sheet-life-areas = Áreas de mi vida
sheet-goal = Mi meta
sheet-problem-solving = Resolver un problema paso a paso
sheet-homework = Mi { $homework }
sheet-worksheet = Preguntas para pensar
sheet-coping = Qué me ayuda a salir adelante
sheet-signs = Mis señales de aviso
sheet-plan = Mi plan para seguir bien
sheet-safety-plan = Mi plan de seguridad
sheet-help-now = Necesito ayuda ahora
sheet-medication = Mis medicinas
sheet-substance-use = Alcohol y drogas
sheet-stress = Estrés
sheet-people = Mi gente
sheet-needs = Conseguir lo que necesito
sheet-lifestyle = Vivir bien
sheet-progress-check = Cómo voy
sheet-talk-about = De qué quiero hablar
sheet-review = Mi repaso
sheet-settings = Mis ajustes
sheet-answers = Mis respuestas
sheet-fidelity = Cómo se dio el programa

## sessions

session = Reunión
session-day = Día
session-time = Hora
session-kind = Cómo es la reunión
session-kind-individual = Cara a cara
session-kind-group = En grupo
session-kind-phone = Por teléfono o video
session-place = Lugar
session-module = De qué trata
session-modules = Partes del programa
session-topics = Temas
session-agenda = Qué quiero hacer allí
session-agenda-done = Para qué hubo tiempo
session-agenda-done-catch-up = Ponernos al día
session-agenda-done-recall = Recordar la última vez
session-agenda-done-review-homework = Hablar de la { $homework }
session-agenda-done-goals = Metas
session-agenda-done-agenda = Decidir el orden del día
session-agenda-done-new-topic = Algo nuevo
session-agenda-done-summary = Resumir
session-agenda-done-new-homework = Nueva { $homework }
session-minutes = Cuánto duró, en minutos
session-teaching-styles = Formas de trabajar
session-teaching-styles-motivational = Buscar razones para cambiar
session-teaching-styles-educational = Aprender datos
session-teaching-styles-cognitive-behavioural = Practicar habilidades
session-practised = Qué se practicó
session-role-play = Qué se ensayó con otra persona
session-supporters = Personas de apoyo que estuvieron
session-others-present = Quién más estuvo
session-note = Mi nota
session-state = Qué pasó
session-state-planned = Prevista
session-state-held = Se hizo
session-state-missed = No se hizo
session-homework = { $Homework } en la reunión
session-homework-session = Reunión
session-homework-homework = { $Homework }
session-homework-part = Qué se hizo con ella
session-homework-part-reviewed = Se habló de ella
session-homework-part-agreed = Se acordó
session-next = Próxima reunión
session-next-on = Próxima reunión: { $day }
session-next-at = Próxima reunión: { $day }, { $time }
session-none-planned = No hay ninguna reunión prevista.
session-did-it-take-place = ¿Se hizo tu reunión?
note-met = Reunión del { $day }.
note-met-minutes = Reunión del { $day }, de { $count ->
    [one] { $count } minuto
    [many] { $count } de minutos
   *[other] { $count } minutos
}.
note-present = También estuvo: { $who }.
note-goal = Meta: { $goal }
note-goal-progress = Meta: { $goal }. { $progress }
note-goal-next = Lo siguiente para esta meta: { $next }
note-taught = Se trabajó: { $module }
note-topics = Temas: { $topics }
note-how-motivational = Se buscaron razones para cambiar.
note-how-educational = Se repasaron datos.
note-how-cognitive-behavioural = Se practicaron habilidades paso a paso.
note-practised = Se practicó: { $what }
note-role-play = Ensayo con otra persona: { $what }
note-homework-reviewed = { $Homework } de la que se habló: { $title }
note-homework-done = { $Homework } de la que se habló: { $title }. Hecha.
note-homework-partly = { $Homework } de la que se habló: { $title }. Hecha en parte.
note-homework-not-yet = { $Homework } de la que se habló: { $title }. Todavía no.
note-homework-said = Lo que se dijo: { $note }
note-homework-agreed = { $Homework } acordada: { $title }
note-part-meeting = Reunión
note-part-goal = Meta
note-part-taught = De qué trató
note-part-how = Cómo
note-part-homework = { $Homework }
meetings-title = Encuentros
meetings-plan = Planear un encuentro
meetings-before = Encuentros anteriores
meetings-did-it = Otro día, o cómo fue
meetings-note-draft = Una nota a partir de esta hoja

## talk-about

talk-about = Para hablar
talk-about-wording = De qué quiero hablar
talk-about-made-day = Escrito el
talk-about-state = Cómo está
talk-about-state-open = Para la próxima reunión
talk-about-state-talked = Ya se habló
talk-about-empty = No hay nada pendiente. Escribe aquello de lo que quieres hablar y así no tienes que recordarlo.

## goals

long-term-goal = Meta a largo plazo
long-term-goal-title = Lo que quiero
long-term-goal-meaning = Qué es aquí para mí la recuperación
long-term-goal-why = Por qué me importa
long-term-goal-how-will-we-know = Cómo sabré que he llegado
long-term-goal-area = Área de mi vida
long-term-goal-life-area = Área de mi vida
long-term-goal-who-can-help = Quién puede ayudar
long-term-goal-scribe = Quién lo escribió conmigo
long-term-goal-started = Empecé el
long-term-goal-by-about = Más o menos para el
long-term-goal-ended = Terminó el
long-term-goal-changed-to = Se convirtió en
long-term-goal-state = Cómo está
long-term-goal-state-idea = Una idea
long-term-goal-state-active = Estoy en ello
long-term-goal-state-paused = En pausa
long-term-goal-state-reached = He llegado
long-term-goal-state-changed = Cambió por otra meta
long-term-goal-state-let-go = La dejé ir
short-term-goal = Meta a corto plazo
short-term-goal-goal = Lleva a
short-term-goal-title = Lo que quiero primero
short-term-goal-how-will-we-know = Cómo sabré que he llegado
short-term-goal-strengths = Lo que se me da bien y ayuda
short-term-goal-obstacles = Qué puede estorbar
short-term-goal-who-can-help = Quién puede ayudar
short-term-goal-modules = Partes del programa que ayudan
short-term-goal-started = Empecé el
short-term-goal-by-about = Más o menos para el
short-term-goal-ended = Terminó el
short-term-goal-changed-to = Se convirtió en
short-term-goal-state = Cómo está
short-term-goal-state-idea = Una idea
short-term-goal-state-active = Estoy en ello
short-term-goal-state-paused = En pausa
short-term-goal-state-reached = He llegado
short-term-goal-state-changed = Cambió por otra meta
short-term-goal-state-let-go = La dejé ir
step = Paso
step-goal = Lleva a
step-title = Mi próximo paso pequeño
step-who = Quién
step-when-words = Cuándo
step-where-words = Dónde
step-how = Cómo
step-how-will-we-know = Cómo sabré que está hecho
step-by-about = Más o menos para el
step-reminder-day = Recuérdame el día
step-reminder-time = Recuérdame a las
step-state = Cómo está
step-state-idea = Una idea
step-state-active = Estoy en ello
step-state-paused = En pausa
step-state-reached = Hecho
step-state-changed = Cambió
step-state-let-go = Lo dejé ir
step-result = Cómo fue el paso
step-result-step = Paso
step-result-result = ¿Cómo fue?
step-result-result-done = Hecho
step-result-result-partly = En parte
step-result-result-not-yet = Todavía no
step-result-result-changed = Se convirtió en otra cosa
step-result-what-helped = Qué ayudó
step-result-got-in-the-way = Qué estorbó
step-result-next-step = Qué viene después
goal-review = Mirar atrás, a la meta
goal-review-goal = Meta
goal-review-session = En la reunión
goal-review-progress = Hasta dónde he llegado
goal-review-rating = Hasta dónde, de 0 a 10
goal-review-what-next = Qué sigue
goal-review-present = Quién estuvo
goal-review-noted-by = Quién lo escribió
goal-horizon-long = Unos seis meses
goal-horizon-short = Unas seis semanas
goal-horizon-step = Unos seis días
goal-examples = Metas que otras personas han elegido. Puedes tomar una y decirla con tus palabras.
goal-examples-others = Ver otras
goal-smart = Preguntas que pueden ayudar. Salta las que quieras.
goal-begin-idea = Guardarla como idea
goal-begin-active = Empezar con ella
goal-resume = Retomarla
goal-from-area = ¿Qué sería distinto si esto fuera mejor?
offer-smaller-or-problem-solving = Puede que este paso sea muy grande por ahora. Puedes hacerlo más pequeño, o mirar qué estorba.
goal-look-at-what-is-in-the-way = Mirar qué estorba

## homework

homework = { $Homework }
homework-title = Lo que voy a hacer
homework-module = Parte del programa
homework-module-id = Parte del programa
homework-option-id = Idea de la que salió
homework-why = Por qué
homework-goal = Ayuda a mi meta
homework-what-exactly = Qué exactamente
homework-where-words = Dónde
homework-with-whom = Con quién
homework-worksheet = Hoja
homework-origin = De dónde salió
homework-origin-agreed = Acordada en una reunión
homework-origin-self-chosen = Elección mía
homework-origin-proposed = Me la propusieron y dije que sí
homework-confidence = Cuánta confianza tengo en que podré, de 0 a 10
homework-smaller-version = Una versión más pequeña para un día difícil
homework-how-often = Cada cuánto
homework-how-often-once = Una vez
homework-how-often-daily = Cada día
homework-how-often-weekly = Cada semana
homework-first-day = Primer día
homework-by-about = Más o menos para el
homework-reminder-time = Recuérdame a las
homework-state = Cómo está
homework-state-active = Estoy en ello
homework-state-paused = En pausa
homework-state-finished = Terminada
homework-state-let-go = La dejé ir
homework-result = Cómo fue
homework-result-homework = { $Homework }
homework-result-occurrence = Día
homework-result-result = ¿Cómo fue?
homework-result-result-done = Hecho
homework-result-result-partly = En parte
homework-result-result-not-yet = Todavía no
homework-result-result-not-today = Hoy no
homework-result-smaller = Hice la versión más pequeña
homework-result-obstacle = Qué estorbó
homework-result-obstacle-forgot = Se me olvidó
homework-result-obstacle-too-big = Era demasiado
homework-result-obstacle-no-time = No hubo tiempo
homework-result-obstacle-symptoms = No me sentía bien para hacerlo
homework-result-obstacle-money-or-transport = Dinero, o cómo llegar
homework-result-obstacle-other-person = Otra persona
homework-result-obstacle-not-important-to-me = No es importante para mí
homework-result-obstacle-other = Otra cosa
homework-result-note = Mi nota
homework-result-helpfulness = Cuánto ayudó
homework-result-helpfulness-0 = Nada
homework-result-helpfulness-1 = Un poco
homework-result-helpfulness-2 = Algo
homework-result-helpfulness-3 = Bastante
homework-result-helpfulness-4 = Mucho
homework-review = Lo que hablamos
homework-review-homework = { $Homework }
homework-review-session = En la reunión
homework-review-with-whom = Con quién
homework-review-note = Mi nota
homework-make-smaller = Puedes hacerla más pequeña, para que quepa también en un día difícil.
homework-any-try-counts = Cualquier intento cuenta.
homework-empty = Aún no hay nada. Puedes añadir algo pequeño que quieras probar.
homework-add = Añadir algo que hacer
homework-coming = Próximamente
homework-earlier = Antes
homework-look-at = Verlo o cambiarlo

## problem-solving

problem = Problema o meta
problem-problem = ¿Cuál es el problema?
problem-step = El paso del que se trata
problem-homework = La { $homework } de la que se trata
problem-ideas = Ideas. Todas valen.
problem-choice = Lo que voy a probar
problem-what = Lo que voy a hacer
problem-who = Quién
problem-when-words = Cuándo
problem-what-is-needed = Qué necesito para eso
problem-in-the-way = Qué puede estorbar
problem-my-answer = Qué haré entonces
problem-practised-on = Lo practiqué el
problem-review-on = Volver a mirarlo el
problem-started = Empecé el
problem-state = Cómo está
problem-state-open = Abierto
problem-state-solved = Resuelto
problem-state-let-go = Lo dejé ir
problem-idea = Idea
problem-idea-problem = Problema
problem-idea-idea = Idea
problem-idea-good-sides = Lo bueno
problem-idea-bad-sides = Lo no tan bueno
problem-idea-chosen = Elijo esta
problem-review = Cómo fue
problem-review-problem = Problema
problem-review-what-worked = Qué funcionó
problem-review-next = Qué sigue
problem-review-next-keep = Seguir así
problem-review-next-change = Cambiar un poco el plan
problem-review-next-another-idea = Probar otra idea
problem-review-next-solved = Está resuelto
problem-review-note = Mi nota
problem-more-ideas = { $count ->
    [one] Con una idea más sería más fácil elegir.
    [many] Con { $count } de ideas más sería más fácil elegir.
   *[other] Con { $count } ideas más sería más fácil elegir.
}
problem-part-problem = El problema
problem-part-ideas = Ideas
problem-part-sides = Lo bueno y lo no tan bueno
problem-part-choice = Lo que elijo
problem-part-plan = Mi plan
problem-part-practise = Practicarlo una vez
problem-part-review = Mirar atrás
problems-empty = Aún no hay nada. Paso a paso, un problema suele hacerse más pequeño.
problem-begin = Empezar con un problema
problem-offered = Podría ayudar con esto
problem-add-idea = Añadir esta idea
problem-practised-now = Lo practiqué hoy
problem-not-solved-now = Dejarlo ir
problem-take-up = Retomarlo

## coping

coping-strategy = Lo que me ayuda
coping-strategy-name = Qué hago
coping-strategy-how = Cómo lo hago
coping-strategy-trouble = Para qué es
coping-strategy-library-id = De la lista
coping-strategy-practised-on = Lo practiqué el
coping-strategy-adapted = Cómo lo cambié para mí
coping-strategy-state = ¿Lo guardo?
coping-strategy-state-keep = Es de los míos
coping-strategy-state-adapt = Lo estoy adaptando a mí
coping-strategy-state-drop = Apartado
coping-entry = Un intento
coping-entry-strategy = Qué probé
coping-entry-situation = Qué estaba pasando
coping-entry-place = Dónde
coping-entry-trouble = Para qué era
coping-entry-helped = ¿Me ayudó a seguir adelante?
coping-entry-helped-not = Esta vez no
coping-entry-helped-a-little = Un poco
coping-entry-helped-a-lot = Mucho
coping-entry-before = Qué tan fuerte era antes, de 0 a 10
coping-entry-after = Qué tan fuerte era después, de 0 a 10
coping-entry-note = Mi nota
coping-wait = Una vez que solo esperé
coping-wait-trouble = Qué era
coping-wait-before = Qué tan fuerte era antes, de 0 a 10
coping-wait-after = Qué tan fuerte era después, de 0 a 10
coping-step = Paso
coping-step-number = Paso { $number }
coping-step-seconds = { $count ->
    [one] { $count } segundo
    [many] { $count } de segundos
   *[other] { $count } segundos
}
coping-tries = { $count ->
    [one] Probado una vez
    [many] Probado { $count } de veces
   *[other] Probado { $count } veces
}
coping-helped-count = { $count ->
    [one] Lo probaste una vez. Veces que dijiste que ayudó: { $helped }.
    [many] Lo probaste { $count } de veces. Veces que dijiste que ayudó: { $helped }.
   *[other] Lo probaste { $count } veces. Veces que dijiste que ayudó: { $helped }.
}
coping-still-learning = Todavía falta conocerlo mejor: { $count } de { $needed } intentos hasta ahora.
coping-usually-lower = { $count ->
    [one] Después de { $strategy }, tu valor fue más bajo que después de los otros ({ $count } vez).
    [many] Después de { $strategy }, tu valor solía ser más bajo que después de los otros ({ $count } de veces).
   *[other] Después de { $strategy }, tu valor solía ser más bajo que después de los otros ({ $count } veces).
}
coping-rate-after-later = Puedes decir más tarde cómo está.
coping-empty = Aún no hay nada. Puedes ver qué ayuda a otras personas o añadir lo que te ayuda a ti.
coping-mine = Lo mío
coping-tried = Lo que probé
coping-add = Añadir algo que me ayuda
coping-look-in-library = Ver qué ayuda a otras personas
coping-library-title = Lo que ayuda a otras personas
coping-library-what = ¿Qué te cuesta ahora mismo?
coping-put-with-mine = Ponerlo con lo mío
coping-try-it = Probarlo
coping-tried-it = Lo probé
coping-practise-with-me = Hacerlo paso a paso
coping-practice-end = Eso es todo. Tómate tu tiempo.
coping-practice-again = Otra vez
coping-rate-now = ¿Cómo está ahora?
coping-wait-both = Elige qué tan fuerte era antes y después. Así se puede guardar.

## signs

warning-sign = Señal de aviso
warning-sign-wording = Con mis palabras
warning-sign-who-may-notice = Quién puede notarla
warning-sign-days-before = Cuánto tiempo antes
warning-sign-pattern = ¿Es nueva o habitual en mí?
warning-sign-pattern-new-for-me = Nueva en mí
warning-sign-pattern-usual-for-me = Habitual en mí
warning-sign-how-to-check = Cómo puedo comprobarlo
warning-sign-scale = Se valora de 0 a
warning-sign-high-is-good = Un número alto es bueno
warning-sign-key-sign = Mi señal clave
warning-sign-emergency = Cuando aparece, necesito ayuda enseguida
warning-sign-list-id = De la lista
warning-sign-state = ¿La valoro?
warning-sign-state-following = En mi registro
warning-sign-state-resting = En pausa
warning-sign-rating-0 = No está
warning-sign-rating-1 = Un poco
warning-sign-rating-2 = Bastante
warning-sign-rating-3 = Mucho
check-in = Registro
check-in-ratings = Mis valores
check-in-note = Mi nota
own-rule = Mi propia regla
own-rule-sign = Si esta señal
own-rule-condition = Cuándo
own-rule-condition-there = está presente
own-rule-condition-at-least = es al menos así de fuerte
own-rule-condition-in-a-row = aparece varias veces seguidas
own-rule-condition-of-last = aparece en algunos de los últimos registros
own-rule-level = Desde qué valor
own-rule-count = Cuántos registros
own-rule-out-of = De cuántos
own-rule-action = Qué hago
own-rule-state = ¿Está puesta?
own-rule-state-on = Sí
own-rule-state-off = No
own-rule-there = Si «{ $sign }» está presente, yo: { $action }
own-rule-at-least = Si «{ $sign }» es al menos { $level }, yo: { $action }
own-rule-in-a-row = Si «{ $sign }» está presente en { $count } registros seguidos, yo: { $action }
own-rule-in-a-row-at-least = Si «{ $sign }» es al menos { $level } en { $count } registros seguidos, yo: { $action }
own-rule-of-last = Si «{ $sign }» está presente en { $count } de los últimos { $out_of } registros, yo: { $action }
own-rule-of-last-at-least = Si «{ $sign }» es al menos { $level } en { $count } de los últimos { $out_of } registros, yo: { $action }
rule-opening = Mi regla habló
rule-opening-rule = Regla
usual-event = Lo habitual en mí
usual-event-event = Qué dije
usual-event-event-new-usual-yes = Sí, esto es ahora lo habitual
usual-event-event-new-usual-no = No, esto no es lo habitual
usual-event-event-reset = Empezar de nuevo, junto con mi profesional
good-time = Un buen tiempo
good-time-from-day = Desde
good-time-until-day = Hasta
notice-answer = Qué dije de un aviso
notice-answer-opened = Aviso del
notice-answer-answer = ¿Fue útil?
notice-answer-answer-helpful = Sí
notice-answer-answer-not-helpful = No
notice-answer-answer-worried-me = Me preocupó
notice-answer-answer-not-now = Ahora no
notice-answer-answer-plan-opened = Abrí mi plan
notice-answer-answer-contact-made = Me puse en contacto
usual-title = Lo habitual en mí
usual-state-learning = Todavía se está conociendo lo habitual en ti.
usual-learning-days = { $count ->
    [one] Todavía se está conociendo lo habitual en ti. Falta más o menos un día.
    [many] Todavía se está conociendo lo habitual en ti. Faltan más o menos { $count } de días.
   *[other] Todavía se está conociendo lo habitual en ti. Faltan más o menos { $count } días.
}
usual-learning-ratings = { $count ->
    [one] Todavía se está conociendo lo habitual en ti. Basta con un registro más.
    [many] Todavía se está conociendo lo habitual en ti. Basta con { $count } de registros más.
   *[other] Todavía se está conociendo lo habitual en ti. Basta con { $count } registros más.
}
usual-state-about-usual = Más o menos como es habitual en ti.
usual-state-about-usual-for-now = Más o menos como es habitual en ti, por ahora.
usual-state-higher-than-usual = Tus señales han estado un poco más altas de lo habitual en ti. Puede haber muchas razones. ¿Quieres mirar tu plan?
usual-state-higher-than-usual-for-now = Por ahora, tus señales parecen un poco más altas de lo habitual en ti. Puede haber muchas razones. ¿Quieres mirar tu plan?
usual-state-not-enough-ratings = No hay valores suficientes para decirlo.
usual-sign-higher = «{ $sign }» ha estado un poco más alto de lo habitual en ti. Puede haber muchas razones. ¿Quieres mirar tu plan?
usual-ask-new-usual = Ya lleva así un tiempo. ¿Es esto ahora lo habitual en ti?
usual-signs-higher-two = En la última semana, «{ $first }» y «{ $second }» han estado un poco más altos de lo habitual en ti. Puede haber muchas razones. ¿Quieres mirar tu plan?
usual-signs-higher-three = En la última semana, «{ $first }», «{ $second }» y «{ $third }» han estado un poco más altos de lo habitual en ti. Puede haber muchas razones. ¿Quieres mirar tu plan?
usual-plan-says-look = Tus señales siguen un poco más altas. ¿Quieres mirar tu plan o hablar con alguien?
usual-suggest-quieter = Algunos avisos te preocuparon. ¿Quieres recibir menos?
usual-plan-says-contact = Tu plan dice que hables con { $name }. ¿Llamar, o enviar esto?
usual-was-this-helpful = ¿Fue útil?
usual-long-drift = En los últimos meses, lo habitual en ti ha subido un poco. Quizá quieras hablarlo en tu próxima reunión.
usual-off = «Lo habitual en mí» está apagado. Tus propias reglas siguen funcionando.
signs-add = Añadir una señal mía
signs-empty = Una señal temprana es algo pequeño que cambia primero cuando las cosas se te ponen más difíciles. Puedes escribir las tuyas.
signs-example = Por ejemplo: duermo mal. Me alejo de la gente.
signs-how-rated = ¿Cómo la valoro?
signs-scale-words = Con cuatro palabras, de «no está» a «mucho»
signs-scale-numbers = De 0 a 10
signs-last-days = Los últimos días de «{ $sign }»
signs-last-days-here = Mis últimos días. Un hueco es solo un día sin valorar.
check-in-again = Hoy ya te has registrado. Puedes hacerlo otra vez si quieres.
check-in-no-signs = Todavía no hay señales que valorar. Puedes escribir una nota o añadir una señal.
check-in-earlier = Mis registros anteriores
own-rules = Mis propias reglas
own-rules-empty = Con una regla, una señal lleva a algo que has elegido: «Si duermo mal, llamo a Maya».
own-rules-add = Añadir una regla
usual-what-it-does = Este teléfono pone tu última semana, más o menos, junto a lo que es habitual en ti, y te lo dice si tus señales siguen más altas. Se queda en este teléfono.
usual-chart = Los días que valoré, el más reciente al final, junto a lo habitual en mí
usual-chart-line = Los días que valoré. La línea es lo habitual en mí.
usual-months = A lo largo de los meses
usual-months-none = Aquí se verán tus registros mes a mes.
usual-months-chart = Mis registros mes a mes, el más reciente al final
usual-good-line = La línea es mi buena época.
usual-good-time-add = Decir cuándo tuve una buena época
usual-good-time-what = Elige días en los que estabas bien. Es bueno hacerlo junto con tu profesional.
usual-reset-what = Después de un gran cambio, como una medicina nueva o un trabajo nuevo, lo habitual en ti puede empezar de nuevo. Lo anterior se mantiene hasta conocer lo nuevo.

## plan

plan-line = Línea de mi plan
plan-line-part = Parte del plan
plan-line-part-what-happened = Qué pasó antes
plan-line-part-triggers = Qué me altera
plan-line-part-signs = Cómo lo noto
plan-line-part-what-helps = Qué ayuda
plan-line-part-who-helps = Quién ayuda
plan-line-part-contacts = A quién llamar
plan-line-part-wishes = Qué deseo si necesito más ayuda
plan-line-stage = Etapa
plan-line-stage-1 = Lo que hago por mi cuenta
plan-line-stage-2 = Lo que hago con alguien
plan-line-stage-3 = Llamo a la clínica
plan-line-stage-4 = En una emergencia
plan-line-wording = Con mis palabras
plan-line-phone = Teléfono
plan-line-action = Qué hago entonces
plan-line-what-came-first = Qué vino primero
plan-line-when-words = Cuándo
plan-line-sign = Señal de aviso
plan-line-person = Persona
plan-line-duty = Lo único que hace
plan-line-role = Quién es para mí
plan-line-role-practitioner = Mi profesional
plan-line-role-prescriber = Quien me receta
plan-line-role-emergency = Mi persona en una emergencia
plan-line-role-out-of-hours = Fuera de horario
plan-line-role-other = Otra persona
plan-line-not-to-be-called = Por favor, no llamar
plan-event = Qué hice con mi plan
plan-event-event = Qué
plan-event-event-use-began = Estoy usando mi plan
plan-event-event-still-using = Sigo usando mi plan
plan-event-event-use-ended = Dejé de usar mi plan
plan-event-event-rehearsed = Practiqué un paso
plan-event-event-copy-given = Di una copia
plan-event-event-copy-taken-back = Recuperé una copia
plan-event-event-reviewed = Lo repasé
plan-event-person = Persona
plan-event-with-whom = Con quién
plan-event-note = Mi nota
plan-review-on = Volver a mirarlo el
plan-in-use-since = Estás usando tu plan desde el { $day }.
plan-still-using = ¿Sigues usando tu plan?
plan-changed-since-copy = { $name } tiene una copia anterior, del { $day }.
plan-begin = Empezar con lo que ayuda
plan-empty = Un plan dice qué haces cuando aparecen tus señales. Puedes empezar con una línea y añadir más cuando quieras.
plan-keeping = Cuidar mi plan
plan-keeping-more = Copias, práctica, revisarlo
plan-changed-on = Último cambio: { $day }
plan-give-copy = Dar una copia
plan-copies = Quién tiene una copia
plan-copies-none = Nadie tiene una copia todavía. Ayuda que las personas de tu plan lo conozcan.
plan-copy-of = { $name } tiene una copia, de { $day }.
plan-copy-back = La he recuperado
plan-copy-whom = ¿Quién la recibe?
plan-copy-name = O escribe un nombre, o un lugar como la puerta de la nevera
plan-copy-what = Esto es lo que se da
plan-practise = Practicar y revisar
plan-line-sign-none = Ninguna de estas

## safety-plan

safety-line = Línea de mi plan de seguridad
safety-line-part = Parte del plan de seguridad
safety-line-part-signs = Cómo noto que se pone difícil
safety-line-part-what-i-do-alone = Qué puedo hacer por mi cuenta
safety-line-part-people-and-places = Personas y lugares que me distraen
safety-line-part-people-to-ask = Personas a quienes puedo pedir ayuda
safety-line-part-professionals = Profesionales y líneas de ayuda
safety-line-part-a-safe-place = Cómo hago seguro el lugar donde estoy
safety-line-wording = Con mis palabras
safety-line-phone = Teléfono
safety-line-person = Persona
safety-plan-skip = Deja fuera la parte que quieras.
safety-plan-what = Un plan de seguridad es para los momentos en que todo se hace muy difícil. Dice cómo lo notas, qué puedes hacer y a quién puedes pedir ayuda. Muchas personas lo escriben con alguien.

## help-now

help-now-title = Necesito ayuda ahora
help-now-call = Llamar a { $name }
help-now-text = Escribir a { $name }
help-now-emergency = Emergencias: { $number }
help-now-my-people = Mi gente
help-now-my-plan = Mi plan
help-now-my-clinic = Mi clínica
help-now-lines = Líneas de ayuda
help-now-line-number = Número: { $number }
help-now-no-signal = La llamada no salió. Puedes probar otro número, acercarte a alguien que esté cerca o ir a un lugar con gente.
help-now-try-again = Espera un momento e inténtalo otra vez.
help-now-other-network = Prueba otra vez el número de emergencias, lejos de las paredes si puedes. Puede usar cualquier red, incluso sin saldo.
help-now-ask-someone-near = Pide a alguien que esté cerca que llame por ti.
help-now-go-where-people-are = Ve a un lugar con gente: casa de un vecino, una tienda, un centro de salud, la policía o los bomberos.
help-now-works-offline = Esta página funciona sin red.
help-now-own-locked = Tu gente y tu plan no se muestran mientras Handrail está bloqueado.
help-now-unlock = Abrir para verlos
help-now-checked-on = Número comprobado el { $day }
help-now-choose-country = ¿Dónde estás?
help-now-no-lines = No se conocen líneas de ayuda para este lugar. Llama al número de emergencias de tu zona, o a alguien de confianza.
help-now-danger = Si estás en peligro ahora, llama al número de emergencias.
help-now-line-call = Llamar
help-now-line-text = Escribir
help-now-line-emergency = Emergencias

## medication

medicine = Medicina
medicine-name = Nombre, o cómo la llamo yo
medicine-purpose = Para qué es, con mis palabras
medicine-schedule = Cuándo tomarla, como me la recetaron
medicine-anchor = Qué hago cada día a esa hora
medicine-anchor-time = Más o menos a qué hora
medicine-place = Dónde la guardo
medicine-cue = Qué me la recuerda
medicine-backup-cue = Otra cosa que me la recuerda
medicine-who-helps = Quién ayuda
medicine-state = Cómo está
medicine-state-active = La tomo
medicine-state-paused = En pausa, de acuerdo con quien me la receta
medicine-state-stopped = Ya no es parte de mi día
medicine-note = Nota sobre mi medicina
medicine-note-medicine = Medicina
medicine-note-part = Qué tipo de nota
medicine-note-part-good-side = Algo bueno
medicine-note-part-bad-side = Algo no tan bueno
medicine-note-part-side-effect = Efecto secundario
medicine-note-part-question = Pregunta para quien me receta
medicine-note-wording = Con mis palabras
medicine-note-how-bad = Cuánto me molesta
medicine-note-how-bad-0 = Nada
medicine-note-how-bad-1 = Un poco
medicine-note-how-bad-2 = Bastante
medicine-note-how-bad-3 = Mucho
medicine-note-since = Desde
medicine-note-answer = Qué me dijo quien me receta
medicine-note-state = Cómo está
medicine-note-state-open = Abierta
medicine-note-state-asked = Preguntada
medicine-note-state-gone = Ya no está
dose = Toma
dose-medicine = Medicina
dose-occurrence = Día
dose-result = Qué hice
dose-result-taken = Tomada
dose-result-skipped = No tomada
dose-result-later = Más tarde
dose-note = Mi nota
medication-talk-with-prescriber = Antes de cambiar algo, habla con quien te la receta.
medication-what = Si tomas medicinas, esta hoja te ayuda a encajarlas en tu día y guarda lo que quieres preguntar. No te dice nada sobre dosis.
medication-empty = Todavía no hay ninguna medicina aquí.
medication-add = Añadir una medicina
medication-anchor-example = Por ejemplo: después de cepillarme los dientes.
medication-earlier = Lo que anoté antes

## substance-use

substance-line = Línea sobre alcohol y drogas
substance-line-part = Qué tipo de línea
substance-line-part-reason = Por qué consumo
substance-line-part-good-using = Lo bueno de consumir
substance-line-part-bad-using = Lo no tan bueno de consumir
substance-line-part-good-not-using = Lo bueno de no consumir
substance-line-part-bad-not-using = Lo difícil de no consumir
substance-line-part-risky-situation = Cuándo cuesta decir que no
substance-line-part-instead = Qué puedo hacer en su lugar
substance-line-part-plan = Mi plan
substance-line-wording = Con mis palabras
substance-line-my-answer = Qué hago entonces
substance-line-who = Quién puede ayudar
substance-entry = Lo que consumí
substance-entry-what = Qué
substance-entry-how-much = Cuánto
substance-entry-situation = Qué estaba pasando
substance-entry-what-helped = Qué ayudó, o podría ayudar la próxima vez
substance-what = Aquí puedes mirar qué te dan el alcohol o las drogas, lo bueno y lo no tan bueno, y hacer tu propio plan. No se te pide nada y no se cuenta nada.
substance-log = Mi registro

## stress

stress-line = Línea sobre el estrés
stress-line-part = Qué tipo de línea
stress-line-part-life-event = Grandes cambios en mi vida
stress-line-part-hassle = Pequeñas molestias de cada día
stress-line-part-sign = Cómo noto el estrés
stress-line-part-prevent = Qué mantiene lejos el estrés
stress-line-part-cope = Qué ayuda cuando tengo estrés
stress-line-part-plan = Mi plan
stress-line-list-id = De la lista
stress-line-sphere = Dónde lo noto
stress-line-sphere-body = En mi cuerpo
stress-line-sphere-thoughts = En lo que pienso
stress-line-sphere-feelings = En lo que siento
stress-line-sphere-actions = En lo que hago
stress-line-wording = Con mis palabras
stress-line-who = Quién
stress-line-when-words = Cuándo

## life-areas

life-area = Área propia
life-area-name = Nombre
life-area-state = ¿La guardo?
life-area-state-keep = Es de las mías
life-area-state-drop = Apartada
life-area-rating = Cómo la veo ahora
life-area-rating-area = Área de mi vida
life-area-rating-own-area = Área propia
life-area-rating-rating = Cuánto me satisface
life-area-rating-wish-to-change = ¿Quiero cambiarla?
life-area-rating-wish-to-change-yes = Sí
life-area-rating-wish-to-change-not-now = Ahora no
life-area-rating-note = Mi nota
life-area-rating-goal = La meta que salió de aquí
life-area-skipped = Sin responder
life-area-make-a-goal = Hacer de esto una meta
life-areas-what = Mira las áreas de tu vida, una por una. Puedes parar y seguir después.
life-areas-look = Verlas una por una
life-areas-go-on = Seguir donde estaba
life-areas-all-seen = Esa era la última.
life-area-add = Añadir un área propia
life-area-listed-other = Un área del programa

## recovery

recovery-meaning = Qué es para mí la recuperación
recovery-meaning-meaning = Para mí, la recuperación es
recovery-meaning-what-helps = Qué me ayuda
recovery-meaning-who-inspires-me = Quién me inspira
recovery-write = Escribirlo
recovery-write-anew = Escribirlo de nuevo
recovery-empty = La recuperación significa algo distinto para cada persona: trabajo, amistades, un día tranquilo. ¿Qué es para ti?
recovery-earlier = Lo que escribí antes

## people

person = Persona
person-name = Nombre
person-relation = Quién es para mí
person-closeness = Qué tan cerca
person-closeness-1 = Cerca
person-closeness-2 = A media distancia
person-closeness-3 = Más lejos
person-what-they-give = Qué me da
person-what-i-want = Qué me gustaría de esta persona
person-phone = Teléfono
person-takes-part = Cómo participa
person-takes-part-reads-handouts = Lee las hojas
person-takes-part-goes-through-them = Las repasa conmigo
person-takes-part-joins-meetings = Viene a algunas reuniones
person-takes-part-helps-with-plans = Me ayuda a hacer planes
person-help-now = Aparece en «Necesito ayuda ahora»
person-state = ¿Guardar aquí?
person-state-keep = En mi mapa
person-state-drop = Aparte
contact-practice = Un contacto por pasos
contact-practice-person = Persona
contact-practice-what = Qué quiero hacer
contact-practice-say-first = Qué digo primero
contact-practice-say-then = Qué digo después
contact-practice-if-it-is-hard = Qué hago si cuesta
contact-practice-state = Cómo está
contact-practice-state-active = Practicando
contact-practice-state-done = Hecho
contact-practice-state-let-go = Lo dejé ir
contact-try = Cómo fue
contact-try-practice = Contacto
contact-try-role-play = Como ensayo
contact-try-result = ¿Cómo fue?
contact-try-result-done = Hecho
contact-try-result-partly = En parte
contact-try-result-not-yet = Todavía no
contact-try-how-it-went = Con mis palabras
permission = Permiso
permission-person = Quién
permission-item = Qué puede ver
permission-item-goals = Mis metas
permission-item-steps = Mis pasos
permission-item-homework = Mi { $homework }
permission-item-meetings = Mis reuniones
permission-item-plan = Mi plan
permission-item-safety-plan = Mi plan de seguridad
permission-item-warning-signs = Mis señales de aviso
permission-item-check-ins = Mis registros
permission-item-coping = Qué me ayuda a salir adelante
permission-item-contact-practice = Contactos que practico
permission-item-medicines = Mis medicinas
permission-item-doses = Lo que tomé
permission-item-substance-use = Alcohol y drogas
permission-item-stress = Estrés
permission-item-needs = Lo que necesito
permission-item-lifestyle = Vivir bien
permission-item-progress-check = Cómo voy
permission-from-day = Desde
permission-until-day = Hasta
permission-reason = Por qué
permission-given-on = Dado el
permission-revoked-on = Retirado el
permission-kept-what-was-read = Lo que ya se leyó no se puede borrar de la memoria.
person-nobody = Ninguna de estas personas
people-add = Añadir a alguien
people-empty = Escribe quién te hace bien, o a quién te gustaría ver más. Un nombre basta.
people-others = Otras personas
people-set-aside = Quienes he dejado aparte
contacts = Contactos que practico
contacts-example = Por ejemplo: invitar a Maya a un té.
permissions = Quién puede ver qué
permissions-what = Tú decides quién puede saber qué, y por cuánto tiempo. Puedes retirarlo cuando quieras.
permissions-none = Ahora nadie tiene permiso.
permissions-give = Dar un permiso
permissions-take-back = Retirarlo
permissions-others = Anteriores y posteriores

## needs

need = Algo que necesito
need-list-id = De la lista
need-wording = Qué necesito
need-who-to-ask = A quién preguntar
need-phone = Teléfono
need-question = Qué quiero saber
need-what-i-say = Qué digo
need-appointment = Cita
need-outcome = Qué resultó
need-state = Cómo está
need-state-wanted = Quiero esto
need-state-used = Ya tengo esto
need-state-asked = Ya pregunté
need-state-settled = Arreglado
need-state-let-go = Lo dejé ir
needs-empty = Escribe lo que necesitas, como un lugar para vivir, consejos sobre dinero o un abono de autobús, y a quién podrías pedírselo.
needs-list = Servicios para elegir

## lifestyle

lifestyle-entry = Línea de un diario
lifestyle-entry-log = Diario
lifestyle-entry-wording = Con mis palabras
lifestyle-entry-amount = Cuánto
lifestyle-entry-amount-minutes = Minutos
lifestyle-entry-amount-times = Veces
lifestyle-entry-amount-none = Solo con palabras
lifestyle-change = Un pequeño cambio
lifestyle-change-log = Diario
lifestyle-change-wording = Qué cambio
lifestyle-change-started = Empecé el
lifestyle-change-state = Cómo está
lifestyle-change-state-trying = Probando
lifestyle-change-state-kept = Me lo quedo
lifestyle-change-state-let-go = Lo dejé ir
lifestyle-empty = Un pequeño cambio basta, como un paseo corto después de comer.
lifestyle-choose = Elegir un pequeño cambio
lifestyle-how-is-it = Cambiarlo, mantenerlo o dejarlo
lifestyle-logs = Anotar algo
lifestyle-earlier = Lo que anoté
lifestyle-changes = Otros cambios que probé
lifestyle-example = Por ejemplo: un paseo corto después de comer.
lifestyle-no-log = Ninguno de estos registros

## progress-check

progress-check = Cómo voy
progress-check-instrument = Preguntas
progress-check-version = Versión
progress-check-filled-by = Quién responde
progress-check-filled-by-client = Yo
progress-check-filled-by-practitioner = Mi profesional
progress-check-answers = Respuestas
progress-check-note = Mi nota
progress-check-look-back = { $count ->
    [one] Piensa en el último mes.
    [many] Piensa en los últimos { $count } de meses.
   *[other] Piensa en los últimos { $count } meses.
}
progress-check-skip = Deja sin responder las preguntas que quieras.
progress-check-not-counted = No se aplica
progress-check-fill-in = Rellenarla
progress-check-empty = Una revisión de vez en cuando te muestra qué ha cambiado. No es un examen y no tiene notas.
progress-check-own = Formularios de mi clínica
progress-check-earlier = Rellenadas antes

## programme

enrolment = Mi programa
enrolment-programme = Programa
enrolment-edition = Edición
enrolment-format = Cómo son las reuniones
enrolment-format-individual = Cara a cara
enrolment-format-group = En grupo
enrolment-format-both = De las dos formas
enrolment-group-size = Personas en el grupo
enrolment-started = Empecé el
enrolment-planned-meetings = Reuniones previstas
enrolment-trial-meetings = Cuántas reuniones para probar
enrolment-state = En qué punto estoy
enrolment-state-trial = Probando
enrolment-state-active = Participando
enrolment-state-paused = En pausa
enrolment-state-graduated = Terminado
enrolment-state-left = Lo dejé
enrolment-booster = Reuniones después del curso
enrolment-repeat-of = Otra vez
enrolment-ended = Terminó el
module-progress = Parte del programa
module-progress-module = Parte
module-progress-state = En qué punto estoy
module-progress-state-not-started = Sin empezar
module-progress-state-current = Estoy en ello
module-progress-state-done = Hecho
module-progress-state-revisit = Otra vez
module-progress-started = Empecé el
module-progress-finished = Terminé el
module-progress-title = Nombre de la parte
handout-use = Hoja
handout-use-module = Parte del programa
handout-use-section = Sección
handout-use-how = Cómo se leyó
handout-use-how-opened = Abierta aquí
handout-use-how-given = Dada en papel
handout-use-how-read-together = Leída con alguien
handout-use-with-whom = Con quién
worksheet-answer = Mi respuesta
worksheet-answer-module = Parte del programa
worksheet-answer-question = Pregunta
worksheet-answer-asked = Pregunta
worksheet-answer-answer = Mi respuesta
worksheet-answer-made-day = Escrito el
programme-name = { $programme }
programme-not-reviewed = Todavía sin revisar
programme-reviewed-by = Revisado por { $name } el { $day }
programme-trial-decide = { $count ->
    [one] Has ido a { $count } reunión. ¿Quieres seguir?
    [many] Has ido a { $count } de reuniones. ¿Quieres seguir?
   *[other] Has ido a { $count } reuniones. ¿Quieres seguir?
}
programme-clinic-handout = Tu clínica usa su propia hoja: { $title }
programme-other-language = Este texto todavía no está en tu idioma.
programme-for-supporters = Para personas de apoyo
programme-try-it = Pruébalo
programme-homework-ideas = Ideas de { $homework }
fidelity-group-size = Tamaño del grupo
fidelity-length-and-rhythm = Cuántas reuniones y cada cuánto
fidelity-curriculum = Partes del programa
fidelity-handouts = Hojas
fidelity-significant-others = Personas de apoyo
fidelity-goal-setting = Metas
fidelity-goal-follow-up = Volver a las metas
fidelity-motivational = Buscar razones para cambiar
fidelity-educational = Aprender datos
fidelity-cognitive-behavioural = Practicar habilidades
fidelity-coping-training = Practicar lo que ayuda a salir adelante
fidelity-relapse-prevention = Un plan para seguir bien
fidelity-medication-tailoring = Hacer sitio a las medicinas en el día
programme-take-part = Participar
programme-go-on = Seguir donde estoy
programme-missing = Los textos de este programa no están ahora en este teléfono. Lo que escribiste está aquí.
programme-parts = Sus partes
programme-choose-parts = Elegir qué partes son para mí
programme-earlier = Antes
programme-sheets = Hojas para esta parte
programme-idea-taken = Está en mi lista. Verlo
programme-print-handouts = Imprimir los folletos
handouts = Para leer
handout-note = Anotar cómo lo leí
programme-more-ideas = Mostrar más ideas

## today

today-title = Hoy
today-help-now = Necesito ayuda ahora
today-emergency-sign = Hoy marcaste «{ $sign }». La ayuda va primero.
today-plan-in-use = Estás usando tu plan. Esto es lo siguiente.
today-open-my-plan = Tu propia regla dice que es momento de tu plan.
today-higher-than-usual = Tus señales han estado un poco más altas de lo habitual en ti. Puedes mirar tu plan.
today-meeting-today = Hoy tienes una reunión.
today-meeting-today-at = Hoy tienes una reunión. Hora: { $time }.
today-meeting-tomorrow = Mañana tienes una reunión.
today-my-cue = Es más o menos la hora de esto.
today-homework = Esta es tu { $homework } de hoy.
today-step = Este es tu próximo paso pequeño.
today-check-in = ¿Quieres hacer tu registro?
today-proposal-waiting = Hay una propuesta para ti. Tú decides.
today-rest-day = Hoy no se te pide nada. Está bien así.
today-and-then = Y después
today-quick-help = Ayuda rápida
today-quick-help-coping = Algo que me ayuda
today-quick-help-plan = Mi plan
today-talk-about-open = { $count ->
    [one] Una cosa para hablar la próxima vez
    [many] { $count } de cosas para hablar la próxima vez
   *[other] { $count } cosas para hablar la próxima vez
}
today-proposals-waiting = { $count ->
    [one] Una propuesta
    [many] { $count } de propuestas
   *[other] { $count } propuestas
}
today-log-homework = ¿Cómo fue?
today-check-in-do = Hacer mi registro
today-look-at-plan = Ver mi plan
today-look-at-suggestion = Verla
today-prepare-meeting = Preparar mi reunión
today-something-now = Necesito algo ahora
today-first-goal = Elegir algo que quiero

## proposals

proposal = Propuesta
proposal-kind = De qué tipo
proposal-kind-homework = { $Homework }
proposal-kind-step = Un paso
proposal-kind-unknown = Algo que esta aplicación todavía no conoce
proposal-body = Qué se propuso
proposal-from = { $name } propone
proposal-state = Cómo está
proposal-state-waiting = Te espera
proposal-state-accepted = Sí, es mía
proposal-state-changed = Mía, con cambios
proposal-state-declined = No es para mí
proposal-state-withdrawn = Retirada
proposal-answered-day = Respondida el
seen-line = Unas palabras de mi profesional
seen-line-from-name = De
seen-line-wording = Qué escribió
seen-line-made-day = Escrito el
proposals-title = Sugerencias para mí
proposals-empty = No hay sugerencias para ti. Lo que haces lo decides tú.
proposals-decide = Tú decides. No necesitas dar razones.
proposals-earlier = Respondidas
proposals-seen = Líneas para mí

## reminders

reminder-neutral = Tienes un recordatorio.
reminder-earlier-today = De hoy, un poco antes: tienes un recordatorio.
reminder-homework = Tu { $homework }: { $title }
reminder-step = Tu paso: { $title }
reminder-check-in = ¿Quieres hacer tu registro?
reminder-meeting = Tu reunión es a esta hora: { $time }.
reminder-done = Hecho
reminder-later = Más tarde
reminder-not-today = Hoy no
reminder-could-not-be-set = Tu teléfono no puso este recordatorio.
reminder = Recordatorio
reminder-title = Qué recordarme
reminder-about = De qué se trata
reminder-about-own = Algo mío
reminder-about-step = Mi paso
reminder-about-homework = Mi { $homework }
reminder-about-check-in = Mi registro
reminder-about-medicine = Una medicina
reminder-about-plan-review = Mirar mi plan
reminder-about-session = Una reunión
reminder-about-life-areas = Áreas de mi vida
reminder-schedule = Cuándo
reminder-nth-first = el primer
reminder-nth-second = el segundo
reminder-nth-third = el tercer
reminder-nth-fourth = el cuarto
reminder-nth-last = el último
reminder-if-missing-clamp = El último día de ese mes
reminder-if-missing-skip = Saltar ese mes
reminder-importance = Cuánto importa
reminder-importance-low = Un poco
reminder-importance-normal = Como casi todo
reminder-importance-high = Mucho
reminder-exactness = Qué tan cerca de la hora
reminder-exactness-inexact = En unos minutos
reminder-exactness-exact = En el minuto justo
reminder-ahead-min = Minutos antes
reminder-again-times = Cuántas veces recordármelo otra vez
reminder-again-after-min = Minutos hasta entonces
reminder-in-quiet-hours = Puede llegar en mis horas tranquilas
reminder-state = ¿Está puesto?
reminder-state-on = Sí
reminder-state-off = No
reminder-several = { $count ->
    [one] Tienes { $count } recordatorio.
    [many] Tienes { $count } de recordatorios.
   *[other] Tienes { $count } recordatorios.
}
reminder-own = { $title }
reminder-meeting-day = Tu reunión se acerca.
reminder-keep-going = Abre Handrail para que tus recordatorios sigan llegando.
reminder-test = Esto es una prueba. Ha llegado.
reminder-channel-practice = Cosas por hacer
reminder-channel-check-in = Ver cómo voy
reminder-channel-appointments = Citas
named-time-on-waking = Cuando me levanto
named-time-after-breakfast = Después del desayuno
named-time-midday = A mediodía
named-time-afternoon = Por la tarde
named-time-after-dinner = Después de cenar
named-time-evening = Por la noche
named-time-before-bed = Antes de acostarme
health-all-well = Nada impide que lleguen tus recordatorios.
health-nothing-set = No hay recordatorios puestos.
health-notifications-off = Tu teléfono no deja que Handrail muestre recordatorios.
health-notifications-off-do = Activa las notificaciones de Handrail.
health-channel-off = Un tipo de recordatorio está apagado en tu teléfono.
health-channel-off-do = Actívalo de nuevo, si lo quieres.
health-before-start = Un recordatorio era para una hora antes de encender el teléfono.
health-not-shown = Puede que un recordatorio no haya llegado.
health-test-do = Envíate una prueba.
health-battery = Tu teléfono ahorra batería y puede retrasar los recordatorios.
health-battery-do = Deja que Handrail funcione en segundo plano.
health-late = { $count ->
    [one] Los recordatorios llegaron { $count } minuto después de su hora.
    [many] Los recordatorios llegaron unos { $count } de minutos después de su hora.
   *[other] Los recordatorios llegaron unos { $count } minutos después de su hora.
}
health-exact-off = Tu teléfono puede mostrar los recordatorios unos minutos después de su hora.
health-exact-off-do = Deja que Handrail te avise al minuto, si te importa.
health-became-shown = Llegó.
health-became-shown-late = { $count ->
    [one] Llegó { $count } minuto después de su hora.
    [many] Llegó { $count } minutos después de su hora.
   *[other] Llegó { $count } minutos después de su hora.
}
health-became-answered = Respondiste.
health-became-given = Tu teléfono lo tiene. No se sabe si llegó.
health-became-could-not-be-set = Tu teléfono no lo aceptó.
health-became-not-shown = No llegó.
reminder-every-hours = { $count ->
    [one] Cada hora
    [many] Cada { $count } de horas
   *[other] Cada { $count } horas
}
reminder-every-days = { $count ->
    [one] Cada día
    [many] Cada { $count } de días
   *[other] Cada { $count } días
}
reminder-from = La primera vez a las { $time }
reminder-other-days = En los días que tiene ahora
reminder-on-days = Algunos días de la semana
reminder-some-hours = Cada varias horas, también de noche
reminder-first-day = Primer día
reminder-first-time = Primera vez
reminder-how-many-hours = Cuántas horas de una vez a la siguiente
reminder-hours-real = Son horas reales. No se mueven con el cambio de hora.
reminder-at = A qué hora del día
reminder-at-time = A una hora que elijo
reminder-zone = Cuando viajo
reminder-zone-here = Sigue la hora del lugar donde estoy
reminder-zone-of = Sigue siempre la hora de { $zone }
reminders-new = Nuevo recordatorio
reminders-empty = No tienes recordatorios. Puedes crear uno para lo que quieras.
reminders-may = ¿Puede mostrarlo tu teléfono?
reminders-may-why = Para que tu recordatorio te llegue, tu teléfono te preguntará ahora si Handrail puede mostrarlo.
reminders-may-words = Solo dice que tienes un recordatorio. Si dices que no, queda aquí en tu lista.
reminders-allow = Preguntar
reminders-in-app = Tus recordatorios están aquí. Tu teléfono no los muestra.
reminders-check = Comprobar mis recordatorios
reminders-test = Enviarme una prueba
reminders-settings = Abrir los ajustes del teléfono
reminders-last-due = El último previsto
reminders-last-shown = El último mostrado
reminders-last-test = Última prueba
reminders-recent = Los últimos siete días
reminder-preferences = Horas tranquilas y momentos del día
reminder-quiet = Horas tranquilas
reminder-quiet-what = En estas horas no llega nada por sí solo. Déjalas abiertas si no quieres ninguna.
reminder-quiet-from = Tranquilo desde
reminder-quiet-until = Tranquilo hasta
reminder-by-itself = Recuérdame
reminder-session-eve = La tarde antes de un encuentro
reminder-session-day = El día de un encuentro
reminder-my-times = Mis momentos del día

## calendar: a copy of reminders for another calendar

calendar-text-neutral = Solo que hay un recordatorio
calendar-text-full = Mis propias palabras
calendar-left-off = Está apagado.
calendar-left-finished = Ya no llega más.
calendar-left-silent = Por ahora nada te lo recuerda.
calendar-note-copy = Esto es una copia. Lo que cambies después en Handrail no la cambia.
calendar-note-words = Quien pueda ver ese calendario puede leer tus palabras.
calendar-note-quiet = Ese calendario no conoce tus horas tranquilas. Puede recordarte algo en ellas.
calendar-note-zones = Los cambios de hora están escritos hasta el año { $year }.
calendar-title = Una copia para otro calendario
calendar-what = Esto crea un archivo con tus recordatorios que otro calendario puede abrir.
calendar-says = Qué dicen sus entradas
calendar-save = Guardar el archivo

## review

review-read-before-meeting = { $name } lo lee antes de la reunión del { $day }, no antes.
review-read-at-next-meeting = { $name } lo lee en la próxima reunión, no antes.
review-shown-only = Nadie lo recibe si no lo enseñas o lo envías.
review-opened = Abierto el
review-plan-part = Parte del plan
review-answer = Mi respuesta
review-answer-accepted = Sí, es mía
review-answer-changed = Mía, con cambios
review-answer-declined = No es para mí
review-day = Día
review-time = Hora
review-origin = De dónde salió
review-module = Parte del programa
review-why = Por qué
review-how-often = Cada cuánto
review-with-whom = Con quién
review-confidence = Cuánta confianza tengo
review-smaller-version = Versión más pequeña
review-result = Cómo fue
review-smaller-done = Hice la versión más pequeña
review-smaller-done-smaller = Sí
review-obstacle = Qué estorbó
review-helpfulness = Cuánto ayudó
review-note = Mi nota
review-done = Hecho
review-partly = En parte
review-not-yet = Todavía no
review-week = Semana del
review-state = Cómo está
review-how-will-we-know = Cómo lo sabré
review-by-about = Más o menos para el
review-what-helped = Qué ayudó
review-got-in-the-way = Qué estorbó
review-next-step = Qué viene después
review-what-next = Qué sigue
review-helped = Ayudó
review-helped-a-lot = Ayudó mucho
review-helped-a-little = Ayudó un poco
review-helped-not = Esta vez no ayudó
review-helped-open = Sin valorar
review-before = Antes
review-after = Después
review-tries = Intentos
review-comparison = Al mirar mis valores
review-key-sign = Señal clave
review-key-sign-key-sign = Sí
review-rating = Valor
review-ratings = Valores
review-mean = Promedio
review-usual-state = Lo habitual en mí
review-usual-state-learning = Todavía se está conociendo
review-usual-state-about-usual = Más o menos lo habitual en mí
review-usual-state-higher-than-usual = Más alto de lo habitual en mí
review-usual-state-not-enough-ratings = No hay valores suficientes para decirlo
review-usual-for-now = Por ahora
review-usual-for-now-for-now = Por ahora
review-usual-level = Mi nivel habitual
review-usual-day = Día
review-usual-opened = Más alto desde
review-usual-closed = Hasta
review-usual-reset = Empezado de nuevo, juntos, el
review-good-level = Cómo era en buenos tiempos
review-month = Mes de
review-days-rated = Días con valores
review-concept-talk-about = De qué quiero hablar
review-concept-homework = Mi { $homework }
review-concept-homework-result = Cómo fue
review-concept-homework-review = Hablado
review-concept-homework-trend = Mi { $homework }, semana a semana
review-concept-long-term-goal = Mi meta
review-concept-short-term-goal = Meta a corto plazo
review-concept-step = Paso
review-concept-step-result = Cómo fue el paso
review-concept-goal-review = Mirar atrás, a la meta
review-concept-coping-strategy = Qué me ayuda
review-concept-coping-entry = Un intento
review-concept-coping-trend = Lo que me ayuda, semana a semana
review-concept-warning-sign = Mi señal de aviso
review-concept-check-in = Registro
review-concept-signs-trend = Mis señales, semana a semana
review-concept-signs-months = Mis señales, mes a mes
review-concept-good-time = Un buen tiempo
review-concept-usual = Lo habitual en mí
review-concept-own-rule = Mi propia regla
review-concept-plan-line = Mi plan
review-concept-plan-event = Mi plan
review-concept-answer = Mi respuesta a una propuesta
review-concept-session = Próxima reunión
review-switch-coping-notes = Notas sobre lo que me ayuda
review-switch-homework-notes = Notas sobre mi { $homework }
review-switch-sign-notes = Notas sobre mis señales
review-switch-plan = Mi plan
review-packet-state-waiting = En este teléfono, por enviar
review-packet-state-delivered = Enviado
review-packet-state-opened = Abierto
review-packet-state-filed = Guardado en la clínica
review-once = una vez
review-daily = cada día
review-weekly = cada semana
sync-nobody-paired = Todo está solo en este teléfono.
sync-all-sent = Todo está enviado.
sync-waiting = { $count ->
    [one] Un repaso espera para enviarse. Aquí está a salvo.
    [many] { $count } de repasos esperan para enviarse. Aquí están a salvo.
   *[other] { $count } repasos esperan para enviarse. Aquí están a salvo.
}
sync-something-missing = Algo no llegó. Tus notas están a salvo aquí.
sync-show-at-meeting = Enseña esto a { $name } en tu próxima reunión, por favor.
sync-show-at-meeting-somebody = Enseña esto en tu próxima reunión, por favor.
sync-please-update = Por favor, actualiza Handrail.
sync-backed-up = Copia guardada hasta { $when }.
sync-backup-waiting = Lo nuevo espera a tu copia de seguridad. Está a salvo aquí.
sync-backup-code = Tu copia empieza cuando hayas escrito su código una vez.
sync-backup-full = Tu copia está llena. Todo lo nuevo está a salvo en este teléfono.
sync-backup-gone = Tu copia ya no se guarda allí. Tus notas están a salvo en este teléfono. Puedes volver a activarla.
review-send = Enviar a { $name }
review-sent-note = Está listo. Sale con la próxima conexión.
review-show = Mostrarlo en esta pantalla
review-print = Imprimir
review-period = De qué tiempo trata
review-period-meeting = Desde mi último encuentro
review-period-week = La última semana
review-period-month = Las últimas cuatro semanas
review-too-large = Es más de lo que cabe en una página. Elige un tiempo más corto para enviarla. Puedes mostrarla e imprimirla así.
review-empty = No hay nada en esta página. Lo que escribes en Handrail puede verse aquí.
review-leave-out = Dejar fuera
review-put-in = Volver a poner
review-left-out = Fuera. Nadie ve que aquí había algo.
review-always = En cada página
review-always-more = Activa lo que quieras mostrar cada vez.
review-lines-in = { $count ->
    [one] Va una línea.
    [many] Van { $count } de líneas.
   *[other] Van { $count } líneas.
}
review-lines-out = { $count ->
    [one] Una línea queda fuera.
    [many] { $count } de líneas quedan fuera.
   *[other] { $count } líneas quedan fuera.
}
review-leave-all-out = Dejarlo todo fuera
review-put-all-in = Volver a ponerlo todo
review-always-these = Cada vez: { $what }
review-always-none = Nada más que lo de siempre
review-sent = Lo que envié
sent-now = Enviar ahora
sent-sending = Enviando y recibiendo.
sent-empty = Hasta ahora no has enviado nada.
sent-take-back = Retirar
sent-taken-back = Retirado. No se envió nada.
sent-waits-for-key = Espera al otro lado. No tienes que hacer nada.
sync-bytes = Enviado: { $sent } bytes. Recibido: { $received } bytes.

## backup

backup-off = Tus notas están solo en este teléfono.
backup-code-waits = Queda un paso: escribe el código de tu hoja.
backup-on = Tu copia de seguridad está activada.
backup-full = Tu copia está llena. Todo lo nuevo está a salvo en este teléfono.
backup-gone = Tu copia ya no se guarda allí. Tus notas están a salvo en este teléfono. Puedes volver a activarla.
backup-who-can-read = Solo tus teléfonos y tu hoja de recuperación abren tu copia. El lugar que la guarda no puede leerla.
backup-sheet-title = Mi hoja de recuperación
backup-sheet-what = Si pierdo mi teléfono, esta hoja trae mis notas a uno nuevo. La guardo donde solo yo la encuentro.
backup-sheet-address = Dirección: { $relay }
backup-code-again = Escribe el código de tu hoja, para saber que funciona.
backup-code-right = Correcto. Tu hoja funciona.
backup-code-differs = Mira otra vez el grupo { $group }, por favor.
backup-code-length = Faltan caracteres, o hay demasiados.
restore-begin = Escanea tu hoja de recuperación o escribe su código.
restore-no-backup = Ninguna copia se abre con este código. Mira otra vez la hoja, por favor.
restore-coming = Tus notas están volviendo.
restore-found = Última nota: { $day }. Notas: { $count }.
restore-is-it-yours = ¿Son tus notas?
restore-some-missing = Puede que falten algunas notas. Lo que llegó está a salvo aquí. Enseña esto en tu próxima reunión, por favor.
restore-beside = Ya hay notas en este teléfono. Se quedan, y las de tu copia vienen junto a ellas. No se pierde nada.
restore-old-phone-lost = ¿Has perdido tu teléfono anterior? Entonces ya no podrá abrir tu copia.
backup-erase-ask = Esto borra tu copia para todos tus teléfonos. Tus notas se quedan en este teléfono.
second-phone-show = Escanea esto con Handrail en tu otro teléfono o tableta. Sirve durante diez minutos.
second-phone-scan = Escanea el código que muestra tu primer teléfono. Hazlo con Handrail, no con otra aplicación.
second-phone-words = ¿Son iguales estas cuatro palabras en las dos pantallas?
second-phone-joined = Este teléfono ya tiene tus notas. Los dos siguen juntos.
second-phone-different = Entonces no se compartió nada. Puedes empezar de nuevo con otro código.
helped-offer = Un camino de vuelta con ayuda: una mitad en una tarjeta, la otra con { $name }. Solo las dos juntas abren tu copia.
helped-who-can-read = { $name } y el lugar que guarda tu copia no pueden abrirla, ni siquiera juntos. Les falta tu tarjeta.
helped-card-title = Mi tarjeta para un teléfono nuevo
helped-card-what = Si pierdo mi teléfono, esta tarjeta y { $name } juntos traen mis notas de vuelta. Por sí sola no abre nada.
helped-card-address = Dirección: { $relay }
helped-join = Escribe tu tarjeta y lo que muestra la pantalla de { $name }. Así los dos saben que funciona.
helped-join-right = Está bien. Tu tarjeta funciona.
helped-join-card = Mira otra vez el grupo { $group } de tu tarjeta, por favor.
helped-join-theirs = Mira otra vez el grupo { $group } en la pantalla de { $name }, por favor.
helped-join-length = Faltan caracteres, o sobran.
helped-join-whole = Este es un código de recuperación entero. Funciona por sí solo.
helped-join-same = Son dos veces la misma mitad. Una está en tu tarjeta, la otra en la pantalla de { $name }.
helped-join-other = Estas dos no van juntas. Una puede ser de una tarjeta anterior.
helped-new-card = Ahora tienes una tarjeta nueva. La anterior ya no abre nada.
backup-turn-on = Activar mi copia
backup-type-code = Escribir el código
backup-second-phone = Añadir un segundo teléfono
backup-now = Guardar la copia ahora
backup-phones = Mis teléfonos
backup-this-phone = Este teléfono
backup-other-phone = Otro teléfono
backup-phone-seen = Llegó algo nuevo de él: { $day }
backup-phone-removed = Fuera desde { $day }
backup-phone-remove = Quitar este teléfono
backup-phone-out = Queda fuera con la próxima conexión. Lo que tiene, lo conserva.
backup-off-title = Sin copia
backup-off-what = Desactivada, no entra nada nuevo en ella. Tus notas quedan en este teléfono.
backup-turn-off = Desactivarla
backup-erase = Borrar lo que se guarda allí
backup-erase-yes = Borrar mi copia
backup-make-sheet = Crear mi hoja de recuperación
backup-where = Dónde se guarda
backup-with = Donde trabaja { $name }
backup-elsewhere = En otro sitio
backup-address = Dirección
backup-address-hint = Empieza por https://
backup-code = Código
backup-write-down = Imprímela o cópiala a mano. Una foto de ella quedaría entre tus fotos, donde otros pueden mirar.
backup-see-sheet = Mostrar otra vez la hoja
code-scan = Escanear el código
code-square = Un código cuadrado. Dice lo mismo que las palabras de esta página.
code-minutes-left = { $count ->
    [one] Queda { $count } minuto. Después puedes empezar de nuevo.
    [many] Quedan { $count } de minutos. Después puedes empezar de nuevo.
   *[other] Quedan { $count } minutos. Después puedes empezar de nuevo.
}
progress-of = { $done } de { $of }
progress-received = Recibido: { $count } bytes
helped-title = Un camino de vuelta con ayuda
helped-make = Crear una tarjeta con { $name }
helped-my-half = De mi tarjeta
helped-their-half = De la pantalla de { $name }
helped-see-card = Mostrar otra vez la tarjeta
second-title = Un segundo teléfono
second-show = Mostrar un código
second-what-first = Ten el otro teléfono al lado. Escanea un código de este. Después los dos tienen las mismas notas.
second-what-second = En tu otro teléfono, abre «Mi copia» y elige «Añadir un segundo teléfono». Después escanea aquí su código.
second-scan-this = Escanea esto con tu otro teléfono.
second-scanned = Ya lo escaneé
second-waits = Este teléfono espera al otro.
second-words = ¿Están las mismas palabras en el otro teléfono?
restore-title = Recuperar mis notas
restore-code = Código de mi hoja o tarjeta
restore-theirs = La otra mitad
restore-theirs-when = Solo con una tarjeta: lo que muestra la pantalla de tu profesional.
restore-other-code = Usar otro código
restore-yes = Sí, son las mías
restore-no = No, no son las mías
restore-done = Tus notas han vuelto.

## readers

reader-introduced = { $by } te pide que compartas también con { $name }.
reader-introduced-more = Tú decides. Nada llega a { $name } antes de que digas que sí, y puedes terminarlo cuando quieras.
reader-introduced-yes = Sí, compartir también con { $name }
reader-introduced-no = Ahora no
reader-not-checked = Aún sin comprobar. Compara cuatro palabras con { $name } cuando os veáis.
reader-introduced-by = Por recomendación de { $by }
reader-words = ¿Son estas las palabras de la pantalla de { $name }?
reader-words-later = Las palabras aparecen cuando este teléfono y la página de { $name } hayan estado conectados.
reader-words-same = Las mismas palabras
reader-words-different = Palabras distintas
reader-words-ended = Ya no compartes con { $name }. No le llega nada más. Tus notas están a salvo aquí.
reader-elsewhere = Ya compartes con { $name }.
reader-five = Pueden leer contigo cinco personas. Para añadir a { $name }, elige antes a alguien que deje de leer.
readers-add = Compartir con un profesional
readers-empty = Nadie lee contigo. Todo está solo en este teléfono.
readers-introduced = Alguien nuevo
readers-since = Desde: { $day }
readers-compare = Comparar cuatro palabras
readers-remove = Dejar de compartir
readers-remove-what = A { $name } no le llega nada más. Lo que { $name } ya leyó, lo leyó.
readers-remove-yes = Sí, dejar de compartir
readers-removed = No llega nada más allí.
readers-former = De mi teléfono anterior
readers-former-what = Antes compartías con estas personas. No les llega nada hasta que vuelvas a emparejar en un encuentro.
readers-end-former = Terminarlo
introductions-empty = No hay nadie nuevo esperando.
pair-what = Hacedlo juntos, en un encuentro. La pantalla del profesional muestra un código. Escanéalo aquí.
pair-what-goes = Con esto no sale nada tuyo. Tú decides cada vez qué enviar.
pair-type = O escribe o pega el código
pair-is-it = ¿Es { $name } la persona que tienes delante?
pair-go = Sí, seguir
pair-waits = Este teléfono espera a { $name }.
pair-words = Comparar cuatro palabras
pair-over = Este código ya no vale. No se guardó nada. Pide uno nuevo y empieza otra vez.
pair-different = Se detuvo y no se guardó nada. Puedes empezar otra vez con un código nuevo.

## export

export-title = Mis notas de Handrail
export-made-on = Sacadas el { $day }
export-of-person = Notas de { $name }
export-blank = Una hoja en blanco para llenar a mano
export-contents = Qué hay aquí
export-empty-sheet = Aquí todavía no hay nada escrito.
export-page = Página { $number }
export-earlier-words = Palabras anteriores
export-written-on = Escrito el { $day }
export-sheet-of-kind = { $sheet }: { $count }
export-yes = Sí
export-no = No
export-not-answered = Sin responder
export-rating-of = { $value } de { $of }
export-demo = Demostración: esta persona es inventada.
export-private = Esta página tiene notas privadas. Guárdala en un lugar seguro.
export-health-text = Este texto no reemplaza hablar con tu equipo de atención.
take-out-what = Todo lo que escribiste es tuyo. Puedes sacarlo todo en un archivo, y Handrail puede volver a leerlo.
take-out-private = El archivo no está cerrado con llave. Quien lo tenga puede leerlo.
take-out-file = Sacarlo todo
take-out-under-way = Puede tardar un minuto.
take-out-done = Todo está en el archivo.
take-out-print = Imprimirlo todo
take-out-print-blank = Imprimir hojas en blanco
take-out-in = Traer un archivo
take-out-in-what = Solo donde aún no hay nada escrito, como en un teléfono nuevo.
take-out-in-file = Elegir un archivo
take-out-came-in = Todo lo del archivo está aquí.
take-out-not-empty = En este teléfono ya hay algo escrito, así que no se trajo nada. No se cambió nada.
take-out-erase = Borrarlo todo
take-out-erase-line = De este teléfono, para siempre
take-out-erase-what = Esto borra todo lo que escribiste en este teléfono. No hay vuelta atrás. Sácalo antes si quieres conservarlo.
take-out-erase-not = Lo que enviaste a alguien se queda con esa persona. Una copia queda hasta que la borres en «Mi copia».
take-out-erase-word = borrar
take-out-erase-type = Para seguir, escribe: { $word }
take-out-erased = Todo está borrado de este teléfono. Puedes empezar de nuevo.

## errors

error-closed = Tus notas están cerradas ahora. Abre la aplicación otra vez, por favor.
error-key-missing = Este teléfono no dio la llave de tus notas. Puedes traerlas de tu copia.
error-key-wrong = Esta llave no es la de tus notas. No se cambió nada.
error-newer-version = Tus notas son de un Handrail más nuevo. Actualiza la aplicación, por favor. No se cambió nada.
error-damaged = Una parte de tus notas no se pudo leer. Lo que se pudo leer está a salvo. Abre la aplicación otra vez, por favor.
error-not-found = Esto ya no está.
error-invalid = Esto no se pudo guardar así.
error-storage-full = No queda espacio en este teléfono. Lo que escribiste antes está a salvo. Libera un poco de espacio, por favor.
error-storage-busy = Tus notas están abiertas en otro lugar. Prueba otra vez, por favor.
error-storage-other = El teléfono no pudo guardar esto. Lo que escribiste antes está a salvo.
error-network-offline = Ahora no hay conexión. Todo funciona sin ella. Lo que espera se envía más tarde.
error-network-refused = El servidor de la clínica dijo que no. Tus notas están a salvo aquí.
error-cancelled = Detenido. No se cambió nada.
error-internal = Algo salió mal dentro de Handrail. No se cambió nada. Prueba otra vez, por favor.
error-reason-empty = Escribe algo aquí, por favor.
error-reason-too-long = { $count ->
    [one] Usa como máximo { $count } letra, por favor.
    [many] Usa como máximo { $count } de letras, por favor.
   *[other] Usa como máximo { $count } letras, por favor.
}
error-reason-out-of-range = Elige un número de { $min } a { $max }, por favor.
error-reason-impossible-date = Revisa el día o la hora, por favor.
error-reason-unknown-choice = Elige algo de la lista, por favor.
error-reason-unknown-id = Esto ya no está. Elige otra vez, por favor.
error-reason-wrong-state = Esto no encaja en este momento.
error-reason-too-many = { $count ->
    [one] Aquí cabe { $count } como máximo.
    [many] Aquí caben { $count } como máximo.
   *[other] Aquí caben { $count } como máximo.
}
error-reason-malformed = Esto no se pudo leer. Revísalo, por favor.

## settings

setting-name = El nombre con que me llaman
setting-language = Idioma
setting-day-boundary-min = Cuándo empieza mi nuevo día
setting-check-in-rhythm = Cada cuánto hago mi registro
setting-check-in-rhythm-off = Solo cuando quiero
setting-check-in-rhythm-daily = Cada día
setting-check-in-rhythm-weekly = Una vez a la semana
setting-usual-on = Comparar con lo habitual en mí
setting-usual-sensitivity = Qué tan pronto habla
setting-usual-sensitivity-quieter = Más tarde
setting-usual-sensitivity-standard = Como está
setting-usual-sensitivity-sooner = Antes
setting-lock-screen-words = Qué muestra la pantalla bloqueada
setting-lock-screen-words-neutral = Solo que hay un recordatorio
setting-lock-screen-words-full = Mis propias palabras
setting-demo = Esta persona es inventada

## paper, and sheets in a review

sheet-visit = Para mi consulta
review-concept-sheet = Otra hoja
review-sheet = Hoja
review-sheet-line = Lo que dice
review-switch-sheets = Otras hojas
fidelity-share = Proporción
fidelity-fact-group-size = Personas en el grupo
fidelity-fact-meetings-held = Reuniones que hubo
fidelity-fact-meetings-planned = Reuniones previstas
fidelity-fact-meetings-ticked = Reuniones en que se marcó
fidelity-fact-weeks = Semanas
fidelity-fact-weeks-with-a-meeting = Semanas con reunión
fidelity-fact-handouts-given = Hojas entregadas
fidelity-fact-handouts = Hojas en total
fidelity-fact-modules = Partes en total
fidelity-fact-modules-done = Partes hechas
fidelity-fact-modules-current = Partes en marcha
fidelity-fact-modules-again = Partes repetidas
fidelity-fact-meetings-with-supporters = Reuniones con personas de apoyo
fidelity-fact-homework-with-someone = { $Homework } con alguien
fidelity-fact-steps-with-someone = Pasos con alguien
fidelity-fact-contacts-tried = Contactos intentados
fidelity-fact-supporters-taking-part = Personas de apoyo que participan
fidelity-fact-long-term-goals = Metas a largo plazo
fidelity-fact-with-how-will-we-know = Con una forma de saber que se lograron
fidelity-fact-short-term-goals = Metas a corto plazo
fidelity-fact-steps = Pasos
fidelity-fact-meetings-with-goals = Reuniones en que se habló de una meta
fidelity-fact-goal-rows = Líneas en la hoja de metas
fidelity-fact-strategies = Cosas que ayudan
fidelity-fact-strategies-practised = Cosas que se practicaron
fidelity-fact-tries = Intentos
fidelity-fact-plan-parts = Partes del plan con algo escrito
fidelity-fact-signs = Señales de aviso
fidelity-fact-copies-given = Copias entregadas
fidelity-fact-times-rehearsed = Veces que se practicó
fidelity-fact-medicines = Medicinas
fidelity-fact-with-a-daily-act = Unidas a algo de cada día
fidelity-fact-with-a-cue = Con un recordatorio propio

## shell
# Botones y frases de las pantallas que no son de un solo concepto.

app-name = Handrail
shell-back = Atrás
shell-next = Siguiente
shell-save = Guardar
shell-done = Hecho
shell-close = Cerrar
shell-cancel = Parar
shell-not-now = Ahora no
shell-skip = Saltar
shell-yes = Sí
shell-no = No
shell-add = Añadir
shell-change = Cambiar
shell-remove = Quitar
shell-undo = Deshacer
shell-again = Probar otra vez
shell-more = Más
shell-earlier = Mostrar anteriores
shell-help-now = Necesito ayuda ahora
shell-read-more = Leer más
shell-saved = Guardado.
shell-removed = Quitado.
shell-changed = Cambiado.
shell-loading = Un momento.
shell-nothing-here = Aquí todavía no hay nada.
shell-kept-as-typed = Lo que escribiste se conserva.
shell-all-optional = Puedes dejar lo que quieras en blanco.
shell-step-of = Paso { $number } de { $of }
shell-choose-day = Elegir un día
shell-choose-time = Elegir una hora
shell-no-day = Sin día
shell-no-time = Sin hora
shell-choose-language = Elige tu idioma
shell-welcome-title = Te damos la bienvenida
shell-welcome-what = Handrail guarda lo que quieres, tu próximo pasito, tu { $homework } y lo que te ayuda. Es para los días entre tus reuniones.
shell-welcome-yours = Es tuyo. Todo se queda en este teléfono. No necesitas cuenta ni red.
shell-welcome-share = Si quieres, puedes mostrar una página a tu profesional antes de una reunión. Tú la ves primero.
shell-welcome-not-emergency = No es un servicio de urgencias. «Necesito ayuda ahora» te muestra a quién puedes llamar, también sin red.
shell-begin = Empezar
shell-have-notes = Tengo notas de otro teléfono
shell-now-title = Necesito algo ahora
shell-now-what = ¿A qué se parece más?
shell-now-hard = Algo me cuesta ahora mismo
shell-now-problem = Hay un problema que resolver
shell-now-need = Necesito algo de los servicios
shell-now-helped = Esto te ayudó antes
shell-now-plan = De tu plan
shell-now-library = Ver lo que ayuda a otras personas
shell-more-doing = Lo que hago
shell-more-well = Seguir bien
shell-more-life = Mi vida
shell-more-sharing = Reuniones y compartir
shell-more-app = Esta aplicación
shell-settings-about = Sobre ti
shell-settings-private = Quién puede mirar
shell-settings-lock = Pedir mi huella, mi cara o mi código al abrir Handrail
shell-settings-lock-none = Este teléfono aún no tiene bloqueo propio. Puedes ponerlo en los ajustes del teléfono.
shell-settings-hidden = Ocultar Handrail en la lista de aplicaciones abiertas
shell-settings-clinic = El teléfono de mi centro
shell-settings-clinic-name = Cómo se llama
shell-settings-clinic-phone = Número de teléfono
shell-settings-clinic-hours = Cuándo contestan
shell-settings-day-begins = Mi nuevo día empieza a las { $time }
shell-locked-title = Handrail está bloqueado
shell-unlock = Abrir
shell-lock-why = Handrail pregunta si eres tú antes de abrirse.
shell-key-lost-title = Tus notas no se pueden abrir ahora en este teléfono
shell-key-lost-what = Siguen aquí y nada ha cambiado. Este teléfono no dio su llave.
shell-key-lost-restore = Recuperar mis notas de mi copia
shell-call-did-not-work = No se pudo comunicar
shell-say-number = Llama a este número: { $number }
shell-more-readers = Quién lee conmigo
shell-more-reminders = Mis recordatorios
shell-more-backup = Mi copia de seguridad
shell-more-take-out = Sacar, imprimir, borrar
shell-scan-why = Pon la cámara sobre el código. No se guarda ninguna foto.
shell-scan-type-instead = Escribirlo
lines-up = Subir
lines-down = Bajar
lines-more = Añadir más detalles
lines-print = Imprimir esta hoja
lines-open = Abrirla
lines-open-private = Nadie más la ve. Puedes volver a guardarla.
lines-put-away = Guardar esta hoja
lines-put-away-done = Guardada. Lo que hay en ella se conserva.
lines-list = Elegir de una lista
shell-goals-title = Lo que quiero
shell-goals-new = Añadir algo que quiero
shell-goals-empty = Aquí hay sitio para lo que quieres. Puede ser grande o pequeño.
shell-goals-from-areas = Mirar antes mi vida
shell-goals-new-part = Añadir una meta a corto plazo
shell-goals-change-part = Cambiar esta meta a corto plazo
shell-goals-new-step = Añadir un pasito
shell-goals-to-active = Empezar
shell-goals-to-reached = Lo he logrado
shell-goals-to-paused = Dejarlo descansar
shell-goals-to-let-go = Soltarlo
shell-goals-change = Cambiar esta meta
shell-goals-change-words = Decirla de otra manera
shell-goals-change-step = Cambiar este paso
shell-make-smaller = Hacerlo más pequeño
shell-give = Pasar a otra aplicación
shell-start-again = Empezar de nuevo
shell-step-before = Un paso atrás
