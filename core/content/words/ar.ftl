### كلمات الواجهة بالعربية. المعرّفات هي نفسها في en.ftl، والقواعد في docs/words.md.
### كلمات بسيطة ودافئة. لا درجات ولا إنذار ولا لوم. وحيث أمكن بلا تذكير أو تأنيث: «يُرجى» و«يمكن» بدل فعل الأمر.

## wording
# الصيغ الثلاث مذكّرة ومفردة، فتصلح للجمل نفسها، وتتصل بها «ال».

wording-homework-homework = واجب
wording-homework-practice = تمرين
wording-homework-assignment = نشاط
wording-client-client = منتفع
wording-client-consumer = مستفيد
wording-client-participant = مشارك
wording-programme-imr = إدارة المرض والتعافي
wording-programme-wsm = الإدارة الذاتية للعافية

## dates

date-day = { $weekday } { $number } { $month } { $year }
date-day-short = { $number } { $month }
date-time = { $hour }:{ $minute }
date-day-and-time = { $day }، الساعة { $time }
date-from-until = من { $from } إلى { $until }
date-weekday-1 = الاثنين
date-weekday-2 = الثلاثاء
date-weekday-3 = الأربعاء
date-weekday-4 = الخميس
date-weekday-5 = الجمعة
date-weekday-6 = السبت
date-weekday-7 = الأحد
date-month-1 = يناير
date-month-2 = فبراير
date-month-3 = مارس
date-month-4 = أبريل
date-month-5 = مايو
date-month-6 = يونيو
date-month-7 = يوليو
date-month-8 = أغسطس
date-month-9 = سبتمبر
date-month-10 = أكتوبر
date-month-11 = نوفمبر
date-month-12 = ديسمبر
date-today = اليوم
date-tomorrow = غدًا
date-yesterday = أمس
number-decimal-mark = .
date-minutes = { $count ->
    [zero] { $count } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
date-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
date-weeks = { $count ->
    [zero] { $count } أسبوع
    [one] أسبوع واحد
    [two] أسبوعان
    [few] { $count } أسابيع
    [many] { $count } أسبوعًا
   *[other] { $count } أسبوع
}
date-months = { $count ->
    [zero] { $count } شهر
    [one] شهر واحد
    [two] شهران
    [few] { $count } أشهر
    [many] { $count } شهرًا
   *[other] { $count } شهر
}
date-times = { $count ->
    [zero] { $count } مرة
    [one] مرة واحدة
    [two] مرتين
    [few] { $count } مرات
    [many] { $count } مرة
   *[other] { $count } مرة
}

## sheets

sheet-session = اللقاء
sheet-programme = برنامجي
sheet-recovery-meaning = ما يعنيه التعافي لي
sheet-life-areas = جوانب حياتي
sheet-goal = هدفي
sheet-problem-solving = حل المشكلات خطوة بخطوة
sheet-homework = ال{ $homework } الذي اخترته
sheet-worksheet = أسئلة للتفكير
sheet-coping = ما يعينني
sheet-signs = علاماتي المبكرة
sheet-plan = خطتي للبقاء بخير
sheet-safety-plan = خطة سلامتي
sheet-help-now = أحتاج إلى مساعدة الآن
sheet-medication = أدويتي
sheet-substance-use = الكحول والمخدرات
sheet-stress = الضغط النفسي
sheet-people = الناس من حولي
sheet-needs = الحصول على ما أحتاجه
sheet-lifestyle = العيش بصحة
sheet-progress-check = كيف أسير
sheet-talk-about = ما أريد الحديث عنه
sheet-review = مراجعتي
sheet-settings = إعداداتي
sheet-answers = إجاباتي
sheet-fidelity = كيف قُدّم البرنامج

## sessions

session = لقاء
session-day = اليوم
session-time = الوقت
session-kind = كيف يكون اللقاء
session-kind-individual = لقاء فردي
session-kind-group = في مجموعة
session-kind-phone = بالهاتف أو الفيديو
session-place = المكان
session-module = موضوعه
session-modules = أجزاء البرنامج
session-topics = المواضيع
session-agenda = ما أريد أن أفعله فيه
session-agenda-done = ما اتسع له الوقت
session-agenda-done-catch-up = السؤال عن الأحوال
session-agenda-done-recall = تذكّر المرة السابقة
session-agenda-done-review-homework = الحديث عن ال{ $homework }
session-agenda-done-goals = الأهداف
session-agenda-done-agenda = ترتيب اللقاء
session-agenda-done-new-topic = شيء جديد
session-agenda-done-summary = تلخيص
session-agenda-done-new-homework = { $homework } جديد
session-minutes = كم دام، بالدقائق
session-teaching-styles = طرق العمل
session-teaching-styles-motivational = البحث عن أسباب للتغيير
session-teaching-styles-educational = تعلّم معلومات
session-teaching-styles-cognitive-behavioural = التدرّب على مهارات
session-practised = ما جرى التدرّب عليه
session-role-play = ما جُرّب في تمثيل الأدوار
session-supporters = من حضر من الداعمين
session-others-present = من حضر أيضًا
session-note = ملاحظتي
session-state = ماذا حدث
session-state-planned = مخطط له
session-state-held = انعقد
session-state-missed = لم ينعقد
session-homework = ال{ $homework } في اللقاء
session-homework-session = اللقاء
session-homework-homework = ال{ $homework }
session-homework-part = ما جرى فيه
session-homework-part-reviewed = تحدّثنا عنه
session-homework-part-agreed = اتفقنا عليه
session-next = اللقاء القادم
session-next-on = اللقاء القادم: { $day }
session-next-at = اللقاء القادم: { $day }، الساعة { $time }
session-none-planned = لا يوجد لقاء مخطط له.
session-did-it-take-place = هل انعقد لقاؤك؟
note-met = كان اللقاء في { $day }.
note-met-minutes = كان اللقاء في { $day } ودام { $count ->
    [zero] { $count } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}.
note-present = من حضر أيضًا: { $who }.
note-goal = الهدف: { $goal }
note-goal-progress = الهدف: { $goal }. { $progress }
note-goal-next = التالي لهذا الهدف: { $next }
note-taught = موضوع العمل: { $module }
note-topics = المواضيع: { $topics }
note-how-motivational = جرى البحث عن أسباب للتغيير.
note-how-educational = جرت مراجعة معلومات.
note-how-cognitive-behavioural = جرى التدرّب على مهارات خطوة بخطوة.
note-practised = جرى التدرّب على: { $what }
note-role-play = تمثيل الأدوار: { $what }
note-homework-reviewed = جرى الحديث عن ال{ $homework }: { $title }
note-homework-done = جرى الحديث عن ال{ $homework }: { $title }. تمّ.
note-homework-partly = جرى الحديث عن ال{ $homework }: { $title }. تمّ جزء منه.
note-homework-not-yet = جرى الحديث عن ال{ $homework }: { $title }. ليس بعد.
note-homework-said = ما قيل: { $note }
note-homework-agreed = ال{ $homework } المتفق عليه: { $title }
note-part-meeting = اللقاء
note-part-goal = الهدف
note-part-taught = موضوعه
note-part-how = كيف
note-part-homework = ال{ $homework }
meetings-title = اللقاءات
meetings-plan = حدِّد لقاءً
meetings-before = اللقاءات السابقة
meetings-did-it = يوم آخر، أو كيف كان اللقاء
meetings-note-draft = ملاحظة من هذه الورقة

## talk-about

talk-about = للحديث
talk-about-wording = ما أريد الحديث عنه
talk-about-made-day = كُتب في
talk-about-state = أين وصل
talk-about-state-open = للقاء القادم
talk-about-state-talked = تحدّثنا عنه
talk-about-empty = لا شيء ينتظر. اكتب ما تريد التحدث عنه، فلا تحتاج إلى تذكّره.

## goals

long-term-goal = هدف بعيد
long-term-goal-title = ما أريده
long-term-goal-meaning = ما يعنيه التعافي لي هنا
long-term-goal-why = لماذا يهمّني
long-term-goal-how-will-we-know = كيف سأعرف أنني وصلت
long-term-goal-area = جانب من حياتي
long-term-goal-life-area = جانب من حياتي
long-term-goal-who-can-help = من يمكن أن يساعد
long-term-goal-scribe = من كتبه معي
long-term-goal-started = بدأ في
long-term-goal-by-about = قرابة
long-term-goal-ended = انتهى في
long-term-goal-changed-to = صار
long-term-goal-state = أين وصل
long-term-goal-state-idea = فكرة
long-term-goal-state-active = أعمل عليه
long-term-goal-state-paused = في استراحة
long-term-goal-state-reached = وصلت إليه
long-term-goal-state-changed = صار هدفًا آخر
long-term-goal-state-let-go = تركته
short-term-goal = هدف قريب
short-term-goal-goal = يقود إلى
short-term-goal-title = ما أريده أولًا
short-term-goal-how-will-we-know = كيف سأعرف أنني وصلت
short-term-goal-strengths = ما أجيده ويساعدني
short-term-goal-obstacles = ما قد يعيقني
short-term-goal-who-can-help = من يمكن أن يساعد
short-term-goal-modules = أجزاء البرنامج التي تساعد
short-term-goal-started = بدأ في
short-term-goal-by-about = قرابة
short-term-goal-ended = انتهى في
short-term-goal-changed-to = صار
short-term-goal-state = أين وصل
short-term-goal-state-idea = فكرة
short-term-goal-state-active = أعمل عليه
short-term-goal-state-paused = في استراحة
short-term-goal-state-reached = وصلت إليه
short-term-goal-state-changed = صار هدفًا آخر
short-term-goal-state-let-go = تركته
step = خطوة
step-goal = تقود إلى
step-title = خطوتي الصغيرة القادمة
step-who = من
step-when-words = متى
step-where-words = أين
step-how = كيف
step-how-will-we-know = كيف سأعرف أنها تمّت
step-by-about = قرابة
step-reminder-day = يوم التذكير
step-reminder-time = وقت التذكير
step-state = أين وصلت
step-state-idea = فكرة
step-state-active = أعمل عليها
step-state-paused = في استراحة
step-state-reached = تمّت
step-state-changed = تغيّرت
step-state-let-go = تركتها
step-result = كيف سارت الخطوة
step-result-step = الخطوة
step-result-result = كيف سارت؟
step-result-result-done = تمّت
step-result-result-partly = جزء منها
step-result-result-not-yet = ليس بعد
step-result-result-changed = صارت شيئًا آخر
step-result-what-helped = ما ساعدني
step-result-got-in-the-way = ما أعاقني
step-result-next-step = ما يأتي بعدها
goal-review = نظرة إلى الهدف
goal-review-goal = الهدف
goal-review-session = في اللقاء
goal-review-progress = إلى أين وصلت
goal-review-rating = إلى أين، من 0 إلى 10
goal-review-what-next = ماذا بعد
goal-review-present = من كان حاضرًا
goal-review-noted-by = من كتبها
goal-horizon-long = نحو ستة أشهر
goal-horizon-short = نحو ستة أسابيع
goal-horizon-step = نحو ستة أيام
goal-examples = أهداف اختارها آخرون. يمكن أخذ واحد منها وقوله بكلمات خاصة.
goal-examples-others = أمثلة أخرى
goal-smart = أسئلة قد تساعد. يمكن تجاوز أي سؤال منها.
goal-begin-idea = إبقاؤه فكرة
goal-begin-active = البدء به
goal-resume = العودة إليه
goal-from-area = ما الذي سيختلف لو صار هذا أفضل؟
offer-smaller-or-problem-solving = قد تكون هذه الخطوة كبيرة الآن. يمكن جعلها أصغر، أو النظر في ما يعيقها.
goal-look-at-what-is-in-the-way = النظر في ما يعيق

## homework

homework = { $homework }
homework-title = ما سأفعله
homework-module = جزء البرنامج
homework-module-id = جزء البرنامج
homework-option-id = الفكرة التي جاء منها
homework-why = لماذا
homework-goal = يساعد هدفي
homework-what-exactly = ماذا بالتحديد
homework-where-words = أين
homework-with-whom = مع من
homework-worksheet = ورقة
homework-origin = كيف جاء
homework-origin-agreed = اتفقنا عليه في لقاء
homework-origin-self-chosen = اختياري
homework-origin-proposed = اقتُرح عليّ، وقلت نعم
homework-confidence = كم أثق أنني سأستطيع، من 0 إلى 10
homework-smaller-version = شكل أصغر ليوم صعب
homework-how-often = كم مرة
homework-how-often-once = مرة واحدة
homework-how-often-daily = كل يوم
homework-how-often-weekly = كل أسبوع
homework-first-day = أول يوم
homework-by-about = قرابة
homework-reminder-time = وقت التذكير
homework-state = أين وصل
homework-state-active = أعمل عليه
homework-state-paused = في استراحة
homework-state-finished = انتهى
homework-state-let-go = تركته
homework-result = كيف سار
homework-result-homework = ال{ $homework }
homework-result-occurrence = اليوم
homework-result-result = كيف سار؟
homework-result-result-done = تمّ
homework-result-result-partly = جزء منه
homework-result-result-not-yet = ليس بعد
homework-result-result-not-today = ليس اليوم
homework-result-smaller = فعلت الشكل الأصغر
homework-result-obstacle = ما أعاقني
homework-result-obstacle-forgot = غاب عن بالي
homework-result-obstacle-too-big = كان كبيرًا
homework-result-obstacle-no-time = لم يكن هناك وقت
homework-result-obstacle-symptoms = لم أكن بخير بما يكفي
homework-result-obstacle-money-or-transport = المال، أو الوصول إلى المكان
homework-result-obstacle-other-person = شخص آخر
homework-result-obstacle-not-important-to-me = لا يهمّني
homework-result-obstacle-other = شيء آخر
homework-result-note = ملاحظتي
homework-result-helpfulness = كم ساعدني
homework-result-helpfulness-0 = لم يساعد
homework-result-helpfulness-1 = قليلًا
homework-result-helpfulness-2 = بعض الشيء
homework-result-helpfulness-3 = إلى حد كبير
homework-result-helpfulness-4 = كثيرًا
homework-review = تحدّثنا عنه
homework-review-homework = ال{ $homework }
homework-review-session = في اللقاء
homework-review-with-whom = مع من
homework-review-note = ملاحظتي
homework-make-smaller = يمكن جعله أصغر، ليناسب يومًا صعبًا أيضًا.
homework-any-try-counts = كل محاولة لها قيمة.
homework-empty = لا شيء هنا بعد. يمكنك إضافة شيء صغير تريد تجربته.
homework-add = إضافة شيء لفعله
homework-coming = قادم
homework-earlier = سابقًا
homework-look-at = الاطلاع عليه أو تغييره

## problem-solving

problem = مشكلة أو هدف
problem-problem = ما المشكلة؟
problem-step = الخطوة التي تخصّها
problem-homework = ال{ $homework } الذي تخصّه
problem-ideas = أفكار. كل فكرة مرحّب بها.
problem-choice = ما سأجرّبه
problem-what = ما سأفعله
problem-who = من
problem-when-words = متى
problem-what-is-needed = ما أحتاجه لذلك
problem-in-the-way = ما قد يعيقني
problem-my-answer = ما سأفعله عندها
problem-practised-on = تدرّبت عليه في
problem-review-on = العودة إليه في
problem-started = بدأت في
problem-state = أين وصلت
problem-state-open = مفتوحة
problem-state-solved = حُلّت
problem-state-let-go = تركتها
problem-idea = فكرة
problem-idea-problem = المشكلة
problem-idea-idea = الفكرة
problem-idea-good-sides = جوانبها الجيدة
problem-idea-bad-sides = جوانبها الأقل جودة
problem-idea-chosen = أختار هذه
problem-review = كيف سارت
problem-review-problem = المشكلة
problem-review-what-worked = ما الذي نفع
problem-review-next = ماذا بعد
problem-review-next-keep = الاستمرار
problem-review-next-change = تغيير الخطة قليلًا
problem-review-next-another-idea = تجربة فكرة أخرى
problem-review-next-solved = حُلّت
problem-review-note = ملاحظتي
problem-more-ideas = { $count ->
    [zero] في الأفكار ما يكفي للاختيار.
    [one] فكرة أخرى تجعل الاختيار أسهل.
    [two] فكرتان أخريان تجعلان الاختيار أسهل.
    [few] { $count } أفكار أخرى تجعل الاختيار أسهل.
    [many] { $count } فكرة أخرى تجعل الاختيار أسهل.
   *[other] { $count } فكرة أخرى تجعل الاختيار أسهل.
}
problem-part-problem = المشكلة
problem-part-ideas = أفكار
problem-part-sides = الجوانب الجيدة والأقل جودة
problem-part-choice = ما أختاره
problem-part-plan = خطتي
problem-part-practise = التدرّب عليه مرة
problem-part-review = نظرة إلى الوراء
problems-empty = لا شيء هنا بعد. خطوة بعد خطوة، كثيرًا ما تصغر المشكلة.
problem-begin = البدء بمشكلة
problem-offered = قد يفيد هذا في
problem-add-idea = إضافة هذه الفكرة
problem-practised-now = تدربت عليها اليوم
problem-not-solved-now = التخلي عنها
problem-take-up = العودة إليها

## coping

coping-strategy = ما يعينني
coping-strategy-name = ماذا أفعل
coping-strategy-how = كيف أفعله
coping-strategy-trouble = لأي شيء هو
coping-strategy-library-id = من القائمة
coping-strategy-practised-on = تدرّبت عليه في
coping-strategy-adapted = كيف غيّرته ليناسبني
coping-strategy-state = هل أبقيه؟
coping-strategy-state-keep = من طرقي
coping-strategy-state-adapt = ما زلت أعدّله ليناسبني
coping-strategy-state-drop = وضعته جانبًا
coping-entry = محاولة
coping-entry-strategy = ماذا جرّبت
coping-entry-situation = ماذا كان يحدث
coping-entry-place = أين
coping-entry-trouble = لأي شيء كانت
coping-entry-helped = هل أعانني على المواصلة؟
coping-entry-helped-not = ليس هذه المرة
coping-entry-helped-a-little = قليلًا
coping-entry-helped-a-lot = كثيرًا
coping-entry-before = كم كانت شدته قبلها، من 0 إلى 10
coping-entry-after = كم كانت شدته بعدها، من 0 إلى 10
coping-entry-note = ملاحظتي
coping-wait = مرة انتظرت فيها فقط
coping-wait-trouble = ماذا كان
coping-wait-before = كم كانت شدته قبلها، من 0 إلى 10
coping-wait-after = كم كانت شدته بعدها، من 0 إلى 10
coping-step = خطوة
coping-step-number = الخطوة { $number }
coping-step-seconds = { $count ->
    [zero] { $count } ثانية
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $count } ثوانٍ
    [many] { $count } ثانية
   *[other] { $count } ثانية
}
coping-tries = { $count ->
    [zero] لم تُجرّب بعد
    [one] جُرّبت مرة واحدة
    [two] جُرّبت مرتين
    [few] جُرّبت { $count } مرات
    [many] جُرّبت { $count } مرة
   *[other] جُرّبت { $count } مرة
}
coping-helped-count = { $count ->
    [zero] لم تُجرّب بعد. المرات التي قلت إنها ساعدت فيها: { $helped }.
    [one] جُرّبت مرة واحدة. المرات التي قلت إنها ساعدت فيها: { $helped }.
    [two] جُرّبت مرتين. المرات التي قلت إنها ساعدت فيها: { $helped }.
    [few] جُرّبت { $count } مرات. المرات التي قلت إنها ساعدت فيها: { $helped }.
    [many] جُرّبت { $count } مرة. المرات التي قلت إنها ساعدت فيها: { $helped }.
   *[other] جُرّبت { $count } مرة. المرات التي قلت إنها ساعدت فيها: { $helped }.
}
coping-still-learning = ما زال التعرّف عليها جاريًا: { $count } من { $needed } محاولات حتى الآن.
coping-usually-lower = { $count ->
    [zero] بعد { $strategy } لم يُسجَّل تقدير بعد.
    [one] بعد { $strategy } كان تقديرك أقل مما هو بعد غيرها (مرة واحدة).
    [two] بعد { $strategy } كان تقديرك في العادة أقل مما هو بعد غيرها (مرتان).
    [few] بعد { $strategy } كان تقديرك في العادة أقل مما هو بعد غيرها ({ $count } مرات).
    [many] بعد { $strategy } كان تقديرك في العادة أقل مما هو بعد غيرها ({ $count } مرة).
   *[other] بعد { $strategy } كان تقديرك في العادة أقل مما هو بعد غيرها ({ $count } مرة).
}
coping-rate-after-later = يمكن تقدير الحال لاحقًا.
coping-empty = لا شيء هنا بعد. يمكنك أن ترى ما يساعد الآخرين أو تضيف ما يساعدك.
coping-mine = ما يخصني
coping-tried = ما جرّبته
coping-add = إضافة شيء يساعدني
coping-look-in-library = ما يساعد الآخرين
coping-library-title = ما يساعد الآخرين
coping-library-what = ما الذي يصعب الآن؟
coping-put-with-mine = ضمّه إلى ما يخصني
coping-try-it = تجربته
coping-tried-it = جرّبته
coping-practise-with-me = القيام به خطوة بخطوة
coping-practice-end = هذا كل شيء. خذ وقتك.
coping-practice-again = مرة أخرى
coping-rate-now = كيف الحال الآن؟
coping-wait-both = اختر الشدة قبل وبعد، عندها يمكن حفظها.

## signs

warning-sign = علامة مبكرة
warning-sign-wording = بكلماتي
warning-sign-who-may-notice = من قد يلاحظها
warning-sign-days-before = كم قبلها
warning-sign-pattern = هل هي جديدة أم معتادة عندي؟
warning-sign-pattern-new-for-me = جديدة عندي
warning-sign-pattern-usual-for-me = معتادة عندي
warning-sign-how-to-check = كيف أتأكد منها
warning-sign-scale = تُقدَّر من 0 إلى
warning-sign-high-is-good = الرقم الأعلى هو الأفضل
warning-sign-key-sign = علامتي الأهم
warning-sign-emergency = عند ظهورها أحتاج إلى مساعدة فورًا
warning-sign-list-id = من القائمة
warning-sign-state = هل أقدّرها؟
warning-sign-state-following = ضمن تسجيلي
warning-sign-state-resting = في استراحة
warning-sign-rating-0 = غير موجودة
warning-sign-rating-1 = قليلًا
warning-sign-rating-2 = إلى حد ما
warning-sign-rating-3 = كثيرًا
check-in = تسجيل
check-in-ratings = تقديراتي
check-in-note = ملاحظتي
own-rule = قاعدتي
own-rule-sign = إذا كانت هذه العلامة
own-rule-condition = متى
own-rule-condition-there = موجودة
own-rule-condition-at-least = بهذه الشدة على الأقل
own-rule-condition-in-a-row = تأتي مرات متتالية
own-rule-condition-of-last = تأتي في بعض التسجيلات الأخيرة
own-rule-level = من أي تقدير
own-rule-count = عدد التسجيلات
own-rule-out-of = من أصل
own-rule-action = ماذا أفعل
own-rule-state = هل هي مشغّلة؟
own-rule-state-on = نعم
own-rule-state-off = لا
own-rule-there = إذا وُجدت «{ $sign }» فإنني: { $action }
own-rule-at-least = إذا بلغت «{ $sign }» { $level } على الأقل فإنني: { $action }
own-rule-in-a-row = إذا وُجدت «{ $sign }» في تسجيلات متتالية عددها { $count } فإنني: { $action }
own-rule-in-a-row-at-least = إذا بلغت «{ $sign }» { $level } على الأقل في تسجيلات متتالية عددها { $count } فإنني: { $action }
own-rule-of-last = إذا وُجدت «{ $sign }» في { $count } من آخر التسجيلات وعددها { $out_of } فإنني: { $action }
own-rule-of-last-at-least = إذا بلغت «{ $sign }» { $level } على الأقل في { $count } من آخر التسجيلات وعددها { $out_of } فإنني: { $action }
rule-opening = تكلّمت قاعدتي
rule-opening-rule = القاعدة
usual-event = المعتاد عندي
usual-event-event = ماذا قلت
usual-event-event-new-usual-yes = نعم، صار هذا هو المعتاد عندي
usual-event-event-new-usual-no = لا، ليس هذا هو المعتاد عندي
usual-event-event-reset = البدء من جديد مع المختص
good-time = وقت طيّب
good-time-from-day = من
good-time-until-day = حتى
notice-answer = ما قلته عن تنبيه
notice-answer-opened = تنبيه يوم
notice-answer-answer = هل كان مفيدًا؟
notice-answer-answer-helpful = نعم
notice-answer-answer-not-helpful = لا
notice-answer-answer-worried-me = أقلقني
notice-answer-answer-not-now = ليس الآن
notice-answer-answer-plan-opened = فتحت خطتي
notice-answer-answer-contact-made = تواصلت مع أحد
usual-title = المعتاد عندي
usual-state-learning = ما زال التعرّف على المعتاد عندك جاريًا.
usual-learning-days = { $count ->
    [zero] ما زال التعرّف على المعتاد عندك جاريًا. لم يبقَ إلا القليل.
    [one] ما زال التعرّف على المعتاد عندك جاريًا. بقي نحو يوم واحد.
    [two] ما زال التعرّف على المعتاد عندك جاريًا. بقي نحو يومين.
    [few] ما زال التعرّف على المعتاد عندك جاريًا. بقي نحو { $count } أيام.
    [many] ما زال التعرّف على المعتاد عندك جاريًا. بقي نحو { $count } يومًا.
   *[other] ما زال التعرّف على المعتاد عندك جاريًا. بقي نحو { $count } يوم.
}
usual-learning-ratings = { $count ->
    [zero] ما زال التعرّف على المعتاد عندك جاريًا.
    [one] ما زال التعرّف على المعتاد عندك جاريًا. يكفي تسجيل واحد آخر.
    [two] ما زال التعرّف على المعتاد عندك جاريًا. يكفي تسجيلان آخران.
    [few] ما زال التعرّف على المعتاد عندك جاريًا. تكفي { $count } تسجيلات أخرى.
    [many] ما زال التعرّف على المعتاد عندك جاريًا. يكفي { $count } تسجيلًا آخر.
   *[other] ما زال التعرّف على المعتاد عندك جاريًا. يكفي { $count } تسجيل آخر.
}
usual-state-about-usual = قريب من المعتاد عندك.
usual-state-about-usual-for-now = قريب من المعتاد عندك حتى الآن.
usual-state-higher-than-usual = علاماتك أعلى قليلًا من المعتاد عندك. قد يكون لذلك أسباب كثيرة. هل يناسبك النظر في خطتك؟
usual-state-higher-than-usual-for-now = تبدو علاماتك حتى الآن أعلى قليلًا من المعتاد عندك. قد يكون لذلك أسباب كثيرة. هل يناسبك النظر في خطتك؟
usual-state-not-enough-ratings = لا تكفي التقديرات لقول شيء.
usual-sign-higher = «{ $sign }» أعلى قليلًا من المعتاد عندك. قد يكون لذلك أسباب كثيرة. هل يناسبك النظر في خطتك؟
usual-ask-new-usual = الحال هكذا منذ مدة. هل صار هذا هو المعتاد عندك؟
usual-signs-higher-two = في الأسبوع الأخير كان «{ $first }» و«{ $second }» أعلى قليلًا من المعتاد عندك. قد يكون لذلك أسباب كثيرة. هل يناسبك النظر في خطتك؟
usual-signs-higher-three = في الأسبوع الأخير كان «{ $first }» و«{ $second }» و«{ $third }» أعلى قليلًا من المعتاد عندك. قد يكون لذلك أسباب كثيرة. هل يناسبك النظر في خطتك؟
usual-plan-says-look = ما زالت علاماتك أعلى قليلًا. هل يناسبك النظر في خطتك، أو التواصل مع شخص ما؟
usual-suggest-quieter = بعض الإشعارات أقلقتك. هل يناسبك أن تكون أقل؟
usual-plan-says-contact = في خطتك التواصل مع { $name }. اتصال، أم إرسال هذا؟
usual-was-this-helpful = هل كان مفيدًا؟
usual-long-drift = ارتفع المعتاد عندك قليلًا في الأشهر الأخيرة. يمكن الحديث عن ذلك في لقائك القادم.
usual-off = «المعتاد عندي» متوقف. قواعدك تعمل كما هي.
signs-add = أضف علامة من علاماتي
signs-empty = العلامة المبكرة شيء صغير يتغيّر أولًا عندما تصعب الأمور. يمكنك أن تكتب علاماتك أنت.
signs-example = مثلًا: نومي سيئ. أبتعد عن الناس.
signs-how-rated = كيف أقدّرها؟
signs-scale-words = بأربع كلمات، من «غير موجودة» إلى «كثيرًا»
signs-scale-numbers = من 0 إلى 10
signs-last-days = الأيام الأخيرة لعلامة «{ $sign }»
signs-last-days-here = أيامي الأخيرة. الفراغ هو فقط يوم بلا تقدير.
check-in-again = سجّلت اليوم. يمكنك أن تسجّل مرة أخرى إن أردت.
check-in-no-signs = لا توجد علامات للتقدير بعد. يمكنك أن تكتب ملاحظة أو تضيف علامة.
check-in-earlier = تسجيلاتي السابقة
own-rules = قواعدي
own-rules-empty = بالقاعدة تقودك العلامة إلى شيء اخترته أنت: «إذا ساء نومي أتصل بمايا».
own-rules-add = أضف قاعدة
usual-what-it-does = يضع هذا الهاتف أسبوعك الأخير تقريبًا بجانب المعتاد لديك، ويخبرك إذا بقيت علاماتك أعلى. يبقى ذلك على هذا الهاتف.
usual-chart = الأيام التي قدّرتها، أحدثها في الآخر، بجانب المعتاد لديّ
usual-chart-line = الأيام التي قدّرتها. الخط هو المعتاد لديّ.
usual-months = عبر الشهور
usual-months-none = ستظهر هنا تسجيلاتك شهرًا بعد شهر.
usual-months-chart = تسجيلاتي شهرًا بعد شهر، أحدثها في الآخر
usual-good-line = الخط هو وقتي الجيد.
usual-good-time-add = أحدد متى كان وقتي جيدًا
usual-good-time-what = اختر أيامًا كنت فيها بخير. من الجيد أن تفعل ذلك مع مختصّك.
usual-reset-what = بعد تغيير كبير، مثل دواء جديد أو عمل جديد، يمكن أن يبدأ المعتاد لديك من جديد. يبقى القديم إلى أن يُعرف الجديد.

## plan

plan-line = سطر من خطتي
plan-line-part = جزء الخطة
plan-line-part-what-happened = ما حدث من قبل
plan-line-part-triggers = ما يثيرني
plan-line-part-signs = كيف ألاحظ
plan-line-part-what-helps = ما يساعد
plan-line-part-who-helps = من يساعد
plan-line-part-contacts = بمن أتصل
plan-line-part-wishes = ما أتمناه إذا احتجت إلى مساعدة أكثر
plan-line-stage = المرحلة
plan-line-stage-1 = ما أفعله بنفسي
plan-line-stage-2 = ما أفعله مع شخص آخر
plan-line-stage-3 = أتصل بالعيادة
plan-line-stage-4 = في الطوارئ
plan-line-wording = بكلماتي
plan-line-phone = رقم الهاتف
plan-line-action = ماذا أفعل عندها
plan-line-what-came-first = ما جاء أولًا
plan-line-when-words = متى
plan-line-sign = علامة مبكرة
plan-line-person = شخص
plan-line-duty = الشيء الوحيد الذي يتولّاه
plan-line-role = صلته بي
plan-line-role-practitioner = المختص الذي يرافقني
plan-line-role-prescriber = من يصف لي الدواء
plan-line-role-emergency = الشخص الأقرب لي في الطوارئ
plan-line-role-out-of-hours = خارج أوقات العمل
plan-line-role-other = شخص آخر
plan-line-not-to-be-called = يُرجى عدم الاتصال به
plan-event = ما فعلته بخطتي
plan-event-event = ماذا
plan-event-event-use-began = أستخدم خطتي
plan-event-event-still-using = ما زلت أستخدم خطتي
plan-event-event-use-ended = توقفت عن استخدام خطتي
plan-event-event-rehearsed = تدرّبت على خطوة
plan-event-event-copy-given = أعطيت نسخة
plan-event-event-copy-taken-back = استعدت نسخة
plan-event-event-reviewed = راجعتها
plan-event-person = شخص
plan-event-with-whom = مع من
plan-event-note = ملاحظتي
plan-review-on = العودة إليها في
plan-in-use-since = خطتك قيد الاستخدام منذ { $day }.
plan-still-using = هل خطتك ما زالت قيد الاستخدام؟
plan-changed-since-copy = لدى { $name } نسخة أقدم، من { $day }.
plan-begin = ابدأ بما يساعد
plan-empty = تقول الخطة ماذا تفعل عندما تظهر علاماتك. يمكنك أن تبدأ بسطر واحد وتضيف متى شئت.
plan-keeping = العناية بخطتي
plan-keeping-more = النسخ والتدريب والمراجعة
plan-changed-on = آخر تغيير: { $day }
plan-give-copy = أعطِ نسخة
plan-copies = من لديه نسخة
plan-copies-none = لا أحد لديه نسخة بعد. يفيد أن يعرف الأشخاص في خطتك ما فيها.
plan-copy-of = لدى { $name } نسخة بتاريخ { $day }.
plan-copy-back = استعدتها
plan-copy-whom = من يأخذها؟
plan-copy-name = أو اكتب اسمًا، أو مكانًا مثل باب الثلاجة
plan-copy-what = هذا ما يُعطى
plan-practise = التدريب والمراجعة
plan-line-sign-none = لا شيء من هذه

## safety-plan

safety-line = سطر من خطة سلامتي
safety-line-part = جزء خطة السلامة
safety-line-part-signs = كيف ألاحظ أن الأمر يصعب
safety-line-part-what-i-do-alone = ما يمكنني فعله بنفسي
safety-line-part-people-and-places = أشخاص وأماكن تُلهيني عن ذلك
safety-line-part-people-to-ask = أشخاص يمكنني أن أطلب منهم المساعدة
safety-line-part-professionals = مختصون وخطوط مساعدة
safety-line-part-a-safe-place = كيف أجعل المكان حولي آمنًا
safety-line-wording = بكلماتي
safety-line-phone = رقم الهاتف
safety-line-person = شخص
safety-plan-skip = يمكن ترك أي جزء.
safety-plan-what = خطة السلامة للأوقات التي تصعب فيها الأمور كثيرًا. تقول كيف تلاحظ ذلك، وماذا يمكنك أن تفعل، وممّن يمكنك أن تطلب المساعدة. يكتبها كثيرون مع شخص آخر.

## help-now

help-now-title = أحتاج إلى مساعدة الآن
help-now-call = اتصال بـ { $name }
help-now-text = رسالة إلى { $name }
help-now-emergency = الطوارئ: { $number }
help-now-my-people = الناس من حولي
help-now-my-plan = خطتي
help-now-my-clinic = عيادتي
help-now-lines = خطوط المساعدة
help-now-line-number = الرقم: { $number }
help-now-no-signal = لم يتم الاتصال. يمكن تجربة رقم آخر، أو الذهاب إلى شخص قريب، أو إلى مكان فيه ناس.
help-now-try-again = يمكن الانتظار قليلًا ثم المحاولة مرة أخرى.
help-now-other-network = يمكن تجربة رقم الطوارئ مرة أخرى، بعيدًا عن الجدران إن أمكن. يعمل على أي شبكة، حتى بلا رصيد.
help-now-ask-someone-near = يمكن الطلب من شخص قريب أن يتصل عنك.
help-now-go-where-people-are = يمكن الذهاب إلى مكان فيه ناس: جار، أو متجر، أو عيادة، أو مركز شرطة أو إطفاء.
help-now-works-offline = هذه الصفحة تعمل بلا شبكة.
help-now-own-locked = لا يظهر أشخاصك ولا خطتك ما دام Handrail مقفلًا.
help-now-unlock = فتح لرؤيتهم
help-now-checked-on = تم التحقق من الرقم في { $day }
help-now-choose-country = أين أنت؟
help-now-no-lines = لا تُعرف خطوط مساعدة لهذا المكان. يمكن الاتصال برقم الطوارئ المحلي، أو بشخص موثوق.
help-now-danger = في حال الخطر الآن، يُرجى الاتصال برقم الطوارئ.
help-now-line-call = اتصال
help-now-line-text = رسالة
help-now-line-emergency = الطوارئ

## medication

medicine = دواء
medicine-name = اسمه، أو ما أسمّيه به
medicine-purpose = لماذا هو، بكلماتي
medicine-schedule = متى يؤخذ، كما قال من وصفه
medicine-anchor = ما أفعله كل يوم في ذلك الوقت
medicine-anchor-time = متى يكون ذلك تقريبًا
medicine-place = أين أحفظه
medicine-cue = ما يذكّرني به
medicine-backup-cue = شيء ثانٍ يذكّرني به
medicine-who-helps = من يساعد
medicine-state = أين وصل
medicine-state-active = آخذه
medicine-state-paused = متوقف مؤقتًا، بالاتفاق مع من وصفه
medicine-state-stopped = لم يعد من يومي
medicine-note = ملاحظة عن دوائي
medicine-note-medicine = الدواء
medicine-note-part = نوع الملاحظة
medicine-note-part-good-side = جانب جيد
medicine-note-part-bad-side = جانب أقل جودة
medicine-note-part-side-effect = أثر جانبي
medicine-note-part-question = سؤال لمن يصف لي الدواء
medicine-note-wording = بكلماتي
medicine-note-how-bad = كم يزعجني
medicine-note-how-bad-0 = لا يزعجني
medicine-note-how-bad-1 = قليلًا
medicine-note-how-bad-2 = إلى حد ما
medicine-note-how-bad-3 = كثيرًا
medicine-note-since = منذ
medicine-note-answer = ما قاله من يصف لي الدواء
medicine-note-state = أين وصلت
medicine-note-state-open = مفتوحة
medicine-note-state-asked = سألت عنها
medicine-note-state-gone = ذهبت
dose = جرعة
dose-medicine = الدواء
dose-occurrence = اليوم
dose-result = ماذا فعلت
dose-result-taken = أخذتها
dose-result-skipped = لم آخذها
dose-result-later = لاحقًا
dose-note = ملاحظتي
medication-talk-with-prescriber = يُرجى الحديث مع من وصف الدواء قبل تغيير أي شيء.
medication-what = إذا كنت تتناول دواء، تساعدك هذه الورقة على أن يناسب يومك، وتحفظ ما تريد أن تسأل عنه. لا تقول لك شيئًا عن الجرعات.
medication-empty = لا يوجد دواء هنا بعد.
medication-add = أضف دواء
medication-anchor-example = مثلًا: بعد تنظيف أسناني.
medication-earlier = ما دوّنته سابقًا

## substance-use

substance-line = سطر عن الكحول والمخدرات
substance-line-part = نوع السطر
substance-line-part-reason = لماذا أتعاطى
substance-line-part-good-using = جوانب جيدة في التعاطي
substance-line-part-bad-using = جوانب أقل جودة في التعاطي
substance-line-part-good-not-using = جوانب جيدة في عدم التعاطي
substance-line-part-bad-not-using = جوانب صعبة في عدم التعاطي
substance-line-part-risky-situation = متى يصعب قول لا
substance-line-part-instead = ما يمكنني فعله بدلًا من ذلك
substance-line-part-plan = خطتي
substance-line-wording = بكلماتي
substance-line-my-answer = ماذا أفعل عندها
substance-line-who = من يمكن أن يساعد
substance-entry = ما تعاطيته
substance-entry-what = ماذا
substance-entry-how-much = كم
substance-entry-situation = ماذا كان يحدث
substance-entry-what-helped = ما ساعد، أو قد يساعد في المرة القادمة
substance-what = هنا يمكنك أن تنظر فيما يفعله الكحول أو المخدرات لك، الجيد منه وغير الجيد، وأن تضع خطتك. لا يُطلب منك شيء ولا يُحصى شيء.
substance-log = سجلّي

## stress

stress-line = سطر عن الضغط النفسي
stress-line-part = نوع السطر
stress-line-part-life-event = تغيّرات كبيرة في حياتي
stress-line-part-hassle = متاعب يومية صغيرة
stress-line-part-sign = كيف ألاحظ الضغط
stress-line-part-prevent = ما يبعد الضغط
stress-line-part-cope = ما يساعدني تحت الضغط
stress-line-part-plan = خطتي
stress-line-list-id = من القائمة
stress-line-sphere = أين ألاحظه
stress-line-sphere-body = في جسدي
stress-line-sphere-thoughts = في أفكاري
stress-line-sphere-feelings = في مشاعري
stress-line-sphere-actions = في ما أفعله
stress-line-wording = بكلماتي
stress-line-who = من
stress-line-when-words = متى

## life-areas

life-area = جانب أضفته أنا
life-area-name = الاسم
life-area-state = هل أبقيه؟
life-area-state-keep = من جوانبي
life-area-state-drop = وضعته جانبًا
life-area-rating = كيف أجده الآن
life-area-rating-area = جانب من حياتي
life-area-rating-own-area = جانب أضفته أنا
life-area-rating-rating = كم أرضى عنه
life-area-rating-wish-to-change = هل أريد تغييره؟
life-area-rating-wish-to-change-yes = نعم
life-area-rating-wish-to-change-not-now = ليس الآن
life-area-rating-note = ملاحظتي
life-area-rating-goal = الهدف الذي جاء منه
life-area-skipped = متروك
life-area-make-a-goal = جعله هدفًا
life-areas-what = انظر في جوانب حياتك واحدًا واحدًا. يمكنك التوقف والمتابعة لاحقًا.
life-areas-look = النظر فيها واحدًا واحدًا
life-areas-go-on = المتابعة من حيث توقفت
life-areas-all-seen = كان هذا آخرها.
life-area-add = إضافة جانب خاص بي
life-area-listed-other = جانب من البرنامج

## recovery

recovery-meaning = ما يعنيه التعافي لي
recovery-meaning-meaning = التعافي عندي هو
recovery-meaning-what-helps = ما يساعدني
recovery-meaning-who-inspires-me = من يلهمني
recovery-write = اكتبه
recovery-write-anew = اكتبه من جديد
recovery-empty = التعافي يعني شيئًا مختلفًا لكل إنسان: عملًا أو أصدقاء أو يومًا هادئًا. ما هو بالنسبة إليك؟
recovery-earlier = ما كتبته سابقًا

## people

person = شخص
person-name = الاسم
person-relation = صلته بي
person-closeness = مدى القرب
person-closeness-1 = قريب
person-closeness-2 = بين بين
person-closeness-3 = أبعد
person-what-they-give = ما يمنحني إياه
person-what-i-want = ما أرجوه منه
person-phone = رقم الهاتف
person-takes-part = كيف يشارك
person-takes-part-reads-handouts = يقرأ الأوراق
person-takes-part-goes-through-them = يراجعها معي
person-takes-part-joins-meetings = يحضر بعض اللقاءات
person-takes-part-helps-with-plans = يساعدني في وضع الخطط
person-help-now = يظهر في «أحتاج إلى مساعدة الآن»
person-state = هل أبقيه هنا؟
person-state-keep = على خريطتي
person-state-drop = وضعته جانبًا
contact-practice = تواصل على خطوات
contact-practice-person = شخص
contact-practice-what = ما أريد فعله
contact-practice-say-first = ما أقوله أولًا
contact-practice-say-then = ما أقوله بعد ذلك
contact-practice-if-it-is-hard = ما أفعله إذا صعب الأمر
contact-practice-state = أين وصل
contact-practice-state-active = أتدرّب
contact-practice-state-done = تمّ
contact-practice-state-let-go = تركته
contact-try = كيف سار
contact-try-practice = التواصل
contact-try-role-play = في تمثيل الأدوار
contact-try-result = كيف سار؟
contact-try-result-done = تمّ
contact-try-result-partly = جزء منه
contact-try-result-not-yet = ليس بعد
contact-try-how-it-went = بكلماتي
permission = إذن
permission-person = لمن
permission-item = ما يمكنه رؤيته
permission-item-goals = أهدافي
permission-item-steps = خطواتي
permission-item-homework = ال{ $homework }
permission-item-meetings = لقاءاتي
permission-item-plan = خطتي
permission-item-safety-plan = خطة سلامتي
permission-item-warning-signs = علاماتي المبكرة
permission-item-check-ins = تسجيلاتي
permission-item-coping = ما يعينني
permission-item-contact-practice = تواصل أتدرّب عليه
permission-item-medicines = أدويتي
permission-item-doses = ما أخذته
permission-item-substance-use = الكحول والمخدرات
permission-item-stress = الضغط النفسي
permission-item-needs = ما أحتاجه
permission-item-lifestyle = العيش بصحة
permission-item-progress-check = كيف أسير
permission-from-day = من
permission-until-day = حتى
permission-reason = لماذا
permission-given-on = أُعطي في
permission-revoked-on = سُحب في
permission-kept-what-was-read = ما قُرئ من قبل لا يمكن محوه من الذاكرة.
person-nobody = لا أحد من هؤلاء
people-add = أضف شخصًا
people-empty = اكتب من يفيدك وجوده، أو من تودّ أن تراه أكثر. يكفي اسم واحد.
people-others = آخرون
people-set-aside = من وضعتهم جانبًا
contacts = تواصل أتدرّب عليه
contacts-example = مثلًا: أدعو مايا إلى كوب شاي.
permissions = من يرى ماذا
permissions-what = أنت تقرر من يعرف ماذا وإلى متى. يمكنك أن تتراجع متى شئت.
permissions-none = لا أحد لديه إذن الآن.
permissions-give = أعطِ إذنًا
permissions-take-back = تراجع عنه
permissions-others = السابقة واللاحقة

## needs

need = شيء أحتاجه
need-list-id = من القائمة
need-wording = ما أحتاجه
need-who-to-ask = من أسأل
need-phone = رقم الهاتف
need-question = ما أريد معرفته
need-what-i-say = ما أقوله
need-appointment = الموعد
need-outcome = ماذا نتج
need-state = أين وصل
need-state-wanted = أريد هذا
need-state-used = لديّ هذا
need-state-asked = سألت
need-state-settled = تمّ الأمر
need-state-let-go = تركته
needs-empty = اكتب ما تحتاج إليه، مثل سكن أو نصيحة في شؤون المال أو بطاقة حافلة، وممّن يمكنك أن تطلبه.
needs-list = خدمات للاختيار منها

## lifestyle

lifestyle-entry = سطر في سجل
lifestyle-entry-log = السجل
lifestyle-entry-wording = بكلماتي
lifestyle-entry-amount = كم
lifestyle-entry-amount-minutes = بالدقائق
lifestyle-entry-amount-times = عدد المرات
lifestyle-entry-amount-none = بالكلمات فقط
lifestyle-change = تغيير صغير واحد
lifestyle-change-log = السجل
lifestyle-change-wording = ما أغيّره
lifestyle-change-started = بدأ في
lifestyle-change-state = أين وصل
lifestyle-change-state-trying = أجرّبه
lifestyle-change-state-kept = أبقيه
lifestyle-change-state-let-go = تركته
lifestyle-empty = يكفي تغيير صغير واحد، مثل مشي قصير بعد الغداء.
lifestyle-choose = اختر تغييرًا صغيرًا واحدًا
lifestyle-how-is-it = غيّره أو احتفظ به أو اتركه
lifestyle-logs = دوّن شيئًا
lifestyle-earlier = ما دوّنته
lifestyle-changes = تغييرات أخرى جرّبتها
lifestyle-example = مثلًا: مشي قصير بعد الغداء.
lifestyle-no-log = لا شيء من هذه السجلات

## progress-check

progress-check = كيف أسير
progress-check-instrument = الأسئلة
progress-check-version = الإصدار
progress-check-filled-by = من أجاب
progress-check-filled-by-client = أنا
progress-check-filled-by-practitioner = المختص الذي يرافقني
progress-check-answers = الإجابات
progress-check-note = ملاحظتي
progress-check-look-back = { $count ->
    [zero] المطلوب هو الحال الآن.
    [one] المطلوب هو الحال في الشهر الأخير.
    [two] المطلوب هو الحال في الشهرين الأخيرين.
    [few] المطلوب هو الحال في آخر { $count } أشهر.
    [many] المطلوب هو الحال في آخر { $count } شهرًا.
   *[other] المطلوب هو الحال في آخر { $count } شهر.
}
progress-check-skip = يمكن ترك أي سؤال.
progress-check-not-counted = لا ينطبق
progress-check-fill-in = املأها
progress-check-empty = مراجعة من حين إلى آخر تُظهر لك ما تغيّر. ليست امتحانًا ولا درجات فيها.
progress-check-own = استمارات عيادتي
progress-check-earlier = مُلئت سابقًا

## programme

enrolment = برنامجي
enrolment-programme = البرنامج
enrolment-edition = الطبعة
enrolment-format = كيف تكون اللقاءات
enrolment-format-individual = لقاءات فردية
enrolment-format-group = في مجموعة
enrolment-format-both = كلاهما
enrolment-group-size = عدد أفراد المجموعة
enrolment-started = بدأ في
enrolment-planned-meetings = اللقاءات المخطط لها
enrolment-trial-meetings = عدد لقاءات التجربة
enrolment-state = أين أنا
enrolment-state-trial = أجرّب
enrolment-state-active = أشارك
enrolment-state-paused = في استراحة
enrolment-state-graduated = أتممته
enrolment-state-left = تركته
enrolment-booster = لقاءات بعد الدورة
enrolment-repeat-of = مرة أخرى
enrolment-ended = انتهى في
module-progress = جزء البرنامج
module-progress-module = الجزء
module-progress-state = أين أنا
module-progress-state-not-started = لم يبدأ
module-progress-state-current = أعمل عليه
module-progress-state-done = تمّ
module-progress-state-revisit = مرة أخرى
module-progress-started = بدأ في
module-progress-finished = انتهى في
module-progress-title = اسم الجزء
handout-use = ورقة
handout-use-module = جزء البرنامج
handout-use-section = القسم
handout-use-how = كيف قُرئت
handout-use-how-opened = فُتحت هنا
handout-use-how-given = سُلّمت على الورق
handout-use-how-read-together = قُرئت معًا
handout-use-with-whom = مع من
worksheet-answer = إجابتي
worksheet-answer-module = جزء البرنامج
worksheet-answer-question = السؤال
worksheet-answer-asked = السؤال
worksheet-answer-answer = إجابتي
worksheet-answer-made-day = كُتبت في
programme-name = { $programme }
programme-not-reviewed = لم يُراجَع بعد
programme-reviewed-by = راجعه { $name } في { $day }
programme-trial-decide = { $count ->
    [zero] لم يكن هناك لقاء بعد. هل يناسبك الاستمرار؟
    [one] حضرت لقاءً واحدًا. هل يناسبك الاستمرار؟
    [two] حضرت لقاءين. هل يناسبك الاستمرار؟
    [few] حضرت { $count } لقاءات. هل يناسبك الاستمرار؟
    [many] حضرت { $count } لقاءً. هل يناسبك الاستمرار؟
   *[other] حضرت { $count } لقاء. هل يناسبك الاستمرار؟
}
programme-clinic-handout = عيادتك تستخدم ورقتها: { $title }
programme-other-language = هذا النص ليس بلغتك بعد.
programme-for-supporters = للداعمين
programme-try-it = للتجربة
programme-homework-ideas = أفكار لل{ $homework }
fidelity-group-size = حجم المجموعة
fidelity-length-and-rhythm = عدد اللقاءات ومواعيدها
fidelity-curriculum = أجزاء البرنامج
fidelity-handouts = الأوراق
fidelity-significant-others = الداعمون
fidelity-goal-setting = الأهداف
fidelity-goal-follow-up = العودة إلى الأهداف
fidelity-motivational = البحث عن أسباب للتغيير
fidelity-educational = تعلّم معلومات
fidelity-cognitive-behavioural = التدرّب على مهارات
fidelity-coping-training = التدرّب على ما يعين
fidelity-relapse-prevention = خطة للبقاء بخير
fidelity-medication-tailoring = ترتيب الأدوية في اليوم
programme-take-part = شارك
programme-go-on = أكمل من حيث أنا
programme-missing = نصوص هذا البرنامج ليست على هذا الهاتف الآن. ما كتبته هنا.
programme-parts = أجزاؤه
programme-choose-parts = اختر الأجزاء التي تخصّني
programme-earlier = سابقًا
programme-sheets = أوراق لهذا الجزء
programme-idea-taken = إنه في قائمتي. انظر إليه
programme-print-handouts = اطبع النشرات
handouts = للقراءة
handout-note = دوّن كيف قرأتها
programme-more-ideas = اعرض أفكارًا أخرى

## today

today-title = اليوم
today-help-now = أحتاج إلى مساعدة الآن
today-emergency-sign = وُضعت اليوم علامة عند «{ $sign }». المساعدة أولًا.
today-plan-in-use = خطتك قيد الاستخدام. هذا هو الشيء التالي فيها.
today-open-my-plan = قاعدتك تقول إن وقت خطتك قد حان.
today-higher-than-usual = علاماتك أعلى قليلًا من المعتاد عندك. يمكن النظر في خطتك.
today-meeting-today = لديك لقاء اليوم.
today-meeting-today-at = لديك لقاء اليوم، الساعة { $time }.
today-meeting-tomorrow = لديك لقاء غدًا.
today-my-cue = حان وقت هذا تقريبًا.
today-homework = هذا هو ال{ $homework } لهذا اليوم.
today-step = هذه خطوتك الصغيرة القادمة.
today-check-in = هل يناسبك التسجيل الآن؟
today-proposal-waiting = هناك اقتراح لك. القرار لك.
today-rest-day = لا يُطلب منك شيء اليوم. لا بأس بذلك.
today-and-then = وبعد ذلك
today-quick-help = مساعدة سريعة
today-quick-help-coping = شيء يعينني
today-quick-help-plan = خطتي
today-talk-about-open = { $count ->
    [zero] لا شيء للحديث في المرة القادمة
    [one] شيء واحد للحديث في المرة القادمة
    [two] شيئان للحديث في المرة القادمة
    [few] { $count } أشياء للحديث في المرة القادمة
    [many] { $count } شيئًا للحديث في المرة القادمة
   *[other] { $count } شيء للحديث في المرة القادمة
}
today-proposals-waiting = { $count ->
    [zero] لا اقتراحات
    [one] اقتراح واحد
    [two] اقتراحان
    [few] { $count } اقتراحات
    [many] { $count } اقتراحًا
   *[other] { $count } اقتراح
}
today-log-homework = كيف سارت؟
today-check-in-do = تسجيل حالي
today-look-at-plan = عرض خطتي
today-look-at-suggestion = عرضه
today-prepare-meeting = الاستعداد للقائي
today-something-now = أحتاج إلى شيء الآن
today-first-goal = اختيار شيء أريده

## proposals

proposal = اقتراح
proposal-kind = نوعه
proposal-kind-homework = { $homework }
proposal-kind-step = خطوة
proposal-kind-unknown = شيء لا يعرفه هذا التطبيق بعد
proposal-body = ما اقتُرح
proposal-from = اقتراح من { $name }
proposal-state = أين وصل
proposal-state-waiting = في انتظارك
proposal-state-accepted = نعم، هو لي
proposal-state-changed = لي، مع تغييرات
proposal-state-declined = ليس لي
proposal-state-withdrawn = سُحب
proposal-answered-day = أُجيب عنه في
seen-line = سطر من المختص الذي يرافقني
seen-line-from-name = من
seen-line-wording = ما كُتب
seen-line-made-day = كُتب في
proposals-title = اقتراحات لي
proposals-empty = لا اقتراحات لك. ما تفعله يعود إليك.
proposals-decide = القرار لك. لا حاجة إلى ذكر سبب.
proposals-earlier = أُجيب عنها
proposals-seen = سطور إليّ

## reminders

reminder-neutral = لديك تذكير.
reminder-earlier-today = من وقت سابق اليوم: لديك تذكير.
reminder-homework = ال{ $homework }: { $title }
reminder-step = خطوتك: { $title }
reminder-check-in = هل يناسبك التسجيل الآن؟
reminder-meeting = لقاؤك الساعة { $time }.
reminder-done = تمّ
reminder-later = لاحقًا
reminder-not-today = ليس اليوم
reminder-could-not-be-set = لم يضبط هاتفك هذا التذكير.
reminder = تذكير
reminder-title = بماذا أُذكَّر
reminder-about = موضوعه
reminder-about-own = شيء يخصّني
reminder-about-step = خطوتي
reminder-about-homework = ال{ $homework }
reminder-about-check-in = تسجيلي
reminder-about-medicine = دواء
reminder-about-plan-review = النظر في خطتي
reminder-about-session = لقاء
reminder-about-life-areas = جوانب حياتي
reminder-schedule = متى
reminder-nth-first = الأول
reminder-nth-second = الثاني
reminder-nth-third = الثالث
reminder-nth-fourth = الرابع
reminder-nth-last = الأخير
reminder-if-missing-clamp = في آخر يوم من ذلك الشهر
reminder-if-missing-skip = تجاوز ذلك الشهر
reminder-importance = مدى أهميته
reminder-importance-low = قليلًا
reminder-importance-normal = كغيره
reminder-importance-high = كثيرًا
reminder-exactness = مدى الدقة في الوقت
reminder-exactness-inexact = خلال بضع دقائق
reminder-exactness-exact = في الدقيقة نفسها
reminder-ahead-min = الدقائق قبله
reminder-again-times = كم مرة يتكرر التذكير
reminder-again-after-min = الدقائق حتى ذلك
reminder-in-quiet-hours = يمكن أن يأتي في ساعات الهدوء
reminder-state = هل هو مشغّل؟
reminder-state-on = نعم
reminder-state-off = لا
reminder-several = { $count ->
    [zero] ليس لديك تذكير الآن.
    [one] لديك تذكير واحد.
    [two] لديك تذكيران.
    [few] لديك { $count } تذكيرات.
    [many] لديك { $count } تذكيرًا.
   *[other] لديك { $count } تذكير.
}
reminder-own = { $title }
reminder-meeting-day = لقاؤك يقترب.
reminder-keep-going = افتح Handrail لتستمر تذكيراتك.
reminder-test = هذه تجربة. لقد وصلت.
reminder-channel-practice = أشياء أفعلها
reminder-channel-check-in = كيف حالي
reminder-channel-appointments = المواعيد
named-time-on-waking = عندما أستيقظ
named-time-after-breakfast = بعد الفطور
named-time-midday = في منتصف النهار
named-time-afternoon = بعد الظهر
named-time-after-dinner = بعد وجبة المساء
named-time-evening = في المساء
named-time-before-bed = قبل النوم
health-all-well = لا شيء يمنع وصول تذكيراتك.
health-nothing-set = لا توجد تذكيرات مضبوطة.
health-notifications-off = هاتفك لا يسمح لـ Handrail بعرض التذكيرات.
health-notifications-off-do = شغّل إشعارات Handrail.
health-channel-off = أحد أنواع التذكيرات مغلق في هاتفك.
health-channel-off-do = شغّله من جديد إن أردت.
health-before-start = كان تذكير في وقت قبل تشغيل هاتفك.
health-not-shown = ربما لم يصل أحد التذكيرات.
health-test-do = أرسل لنفسك تجربة.
health-battery = هاتفك يوفّر البطارية وقد يؤخّر التذكيرات.
health-battery-do = اسمح لـ Handrail بالعمل في الخلفية.
health-late = { $count ->
    [zero] وصلت التذكيرات في وقتها.
    [one] وصلت التذكيرات بعد وقتها بنحو دقيقة.
    [two] وصلت التذكيرات بعد وقتها بنحو دقيقتين.
    [few] وصلت التذكيرات بعد وقتها بنحو { $count } دقائق.
    [many] وصلت التذكيرات بعد وقتها بنحو { $count } دقيقة.
   *[other] وصلت التذكيرات بعد وقتها بنحو { $count } دقيقة.
}
health-exact-off = قد يعرض هاتفك التذكيرات بعد وقتها ببضع دقائق.
health-exact-off-do = اسمح لـ Handrail بتذكيرك في الدقيقة نفسها إن كانت تهمك.
health-became-shown = وصل.
health-became-shown-late = { $count ->
    [zero] وصل في وقته.
    [one] وصل بعد وقته بدقيقة واحدة.
    [two] وصل بعد وقته بدقيقتين.
    [few] وصل بعد وقته بـ { $count } دقائق.
    [many] وصل بعد وقته بـ { $count } دقيقة.
   *[other] وصل بعد وقته بـ { $count } دقيقة.
}
health-became-answered = تم الرد عليه.
health-became-given = هو في الهاتف. لا يُعرف إن كان قد وصل.
health-became-could-not-be-set = لم يقبله الهاتف.
health-became-not-shown = لم يصل.
reminder-every-hours = { $count ->
    [zero] كل { $count } ساعة
    [one] كل ساعة
    [two] كل ساعتين
    [few] كل { $count } ساعات
    [many] كل { $count } ساعة
   *[other] كل { $count } ساعة
}
reminder-every-days = { $count ->
    [zero] كل { $count } يومًا
    [one] كل يوم
    [two] كل يومين
    [few] كل { $count } أيام
    [many] كل { $count } يومًا
   *[other] كل { $count } يومًا
}
reminder-from = المرة الأولى في { $time }
reminder-other-days = في الأيام المحددة له الآن
reminder-on-days = في بعض أيام الأسبوع
reminder-some-hours = كل بضع ساعات، وفي الليل أيضًا
reminder-first-day = اليوم الأول
reminder-first-time = المرة الأولى
reminder-how-many-hours = كم ساعة بين مرة وأخرى
reminder-hours-real = هذه ساعات فعلية. لا تتغير عند تغيير الساعة.
reminder-at = في أي وقت من اليوم
reminder-at-time = في وقت أختاره
reminder-zone = عندما أسافر
reminder-zone-here = يتبع الساعة في المكان الذي أنا فيه
reminder-zone-of = يتبع دائمًا ساعة { $zone }
reminders-new = تذكير جديد
reminders-empty = ليس لديك تذكيرات. يمكنك أن تضع تذكيرًا لأي شيء تريده.
reminders-may = هل يمكن لهاتفك أن يعرضه؟
reminders-may-why = لكي يصلك التذكير، سيسألك هاتفك الآن إن كان Handrail يستطيع عرضه.
reminders-may-words = يقول فقط إن لديك تذكيرًا. إن قلت لا، يبقى هنا في قائمتك.
reminders-allow = اسألني
reminders-in-app = تذكيراتك محفوظة هنا. هاتفك لا يعرضها.
reminders-check = تحقق من تذكيراتي
reminders-test = أرسل لي تجربة
reminders-settings = افتح إعدادات الهاتف
reminders-last-due = آخر تذكير كان موعده
reminders-last-shown = آخر تذكير عُرض
reminders-last-test = آخر تجربة
reminders-recent = الأيام السبعة الماضية
reminder-preferences = ساعات الهدوء وأوقات اليوم
reminder-quiet = ساعات الهدوء
reminder-quiet-what = لا يأتي شيء من تلقاء نفسه في هذه الساعات. اتركها مفتوحة إن لم تكن تريدها.
reminder-quiet-from = هدوء من
reminder-quiet-until = هدوء حتى
reminder-by-itself = ذكّرني بـ
reminder-session-eve = مساء اليوم السابق للقاء
reminder-session-day = في يوم اللقاء
reminder-my-times = أوقات يومي

## calendar: a copy of reminders for another calendar

calendar-text-neutral = أن هناك تذكيرًا فقط
calendar-text-full = كلماتي أنا
calendar-left-off = هو موقوف.
calendar-left-finished = لن يأتي بعد الآن.
calendar-left-silent = لا شيء يذكّرك به في الوقت الحالي.
calendar-note-copy = هذه نسخة. ما تغيّره لاحقًا في Handrail لا يغيّرها.
calendar-note-words = كل من يرى ذلك التقويم يمكنه قراءة كلماتك.
calendar-note-quiet = ذلك التقويم لا يعرف ساعات الهدوء. قد يذكّرك خلالها.
calendar-note-zones = تغييرات الساعة مكتوبة حتى سنة { $year }.
calendar-title = نسخة لتقويم آخر
calendar-what = هذا ينشئ ملفًا بتذكيراتك يمكن لتقويم آخر فتحه.
calendar-says = ما تقوله مدخلاته
calendar-save = احفظ الملف

## review

review-read-before-meeting = يُقرأ هذا قبل اللقاء يوم { $day }، لا أبكر من ذلك. من يقرأه: { $name }.
review-read-at-next-meeting = يُقرأ هذا في اللقاء القادم، لا أبكر من ذلك. من يقرأه: { $name }.
review-shown-only = لا يصل هذا إلى أحد إلا إذا عرضته أو أرسلته.
review-opened = فُتح في
review-plan-part = جزء الخطة
review-answer = إجابتي
review-answer-accepted = نعم، هو لي
review-answer-changed = لي، مع تغييرات
review-answer-declined = ليس لي
review-day = اليوم
review-time = الوقت
review-origin = كيف جاء
review-module = جزء البرنامج
review-why = لماذا
review-how-often = كم مرة
review-with-whom = مع من
review-confidence = كم أثق بنفسي
review-smaller-version = الشكل الأصغر
review-result = كيف سار
review-smaller-done = فعلت الشكل الأصغر
review-smaller-done-smaller = نعم
review-obstacle = ما أعاقني
review-helpfulness = كم ساعدني
review-note = ملاحظتي
review-done = تمّ
review-partly = جزء منه
review-not-yet = ليس بعد
review-week = أسبوع
review-state = أين وصل
review-how-will-we-know = كيف سأعرف
review-by-about = قرابة
review-what-helped = ما ساعدني
review-got-in-the-way = ما أعاقني
review-next-step = ما يأتي بعد ذلك
review-what-next = ماذا بعد
review-helped = ساعد
review-helped-a-lot = ساعد كثيرًا
review-helped-a-little = ساعد قليلًا
review-helped-not = لم يساعد هذه المرة
review-helped-open = بلا تقدير
review-before = قبل
review-after = بعد
review-tries = المحاولات
review-comparison = حين أنظر إلى تقديراتي
review-key-sign = العلامة الأهم
review-key-sign-key-sign = نعم
review-rating = التقدير
review-ratings = التقديرات
review-mean = المتوسط
review-usual-state = المعتاد عندي
review-usual-state-learning = ما زال التعرّف عليه جاريًا
review-usual-state-about-usual = قريب من المعتاد عندي
review-usual-state-higher-than-usual = أعلى من المعتاد عندي
review-usual-state-not-enough-ratings = لا تكفي التقديرات لقول شيء
review-usual-for-now = حتى الآن
review-usual-for-now-for-now = حتى الآن
review-usual-level = مستواي المعتاد
review-usual-day = اليوم
review-usual-opened = أعلى منذ
review-usual-closed = حتى
review-usual-reset = بدأنا من جديد معًا يوم
review-good-level = كيف كان الحال في الأوقات الطيّبة
review-month = شهر
review-days-rated = أيام لها تقدير
review-concept-talk-about = ما أريد الحديث عنه
review-concept-homework = ال{ $homework }
review-concept-homework-result = كيف سار
review-concept-homework-review = تحدثنا عنه
review-concept-homework-trend = ال{ $homework } أسبوعًا بعد أسبوع
review-concept-long-term-goal = هدفي
review-concept-short-term-goal = هدف قريب
review-concept-step = خطوة
review-concept-step-result = كيف سارت الخطوة
review-concept-goal-review = نظرة إلى الهدف
review-concept-coping-strategy = ما يعينني
review-concept-coping-entry = محاولة
review-concept-coping-trend = ما يعينني أسبوعًا بعد أسبوع
review-concept-warning-sign = علامتي المبكرة
review-concept-check-in = تسجيل
review-concept-signs-trend = علاماتي أسبوعًا بعد أسبوع
review-concept-signs-months = علاماتي شهرًا بعد شهر
review-concept-good-time = وقت طيّب
review-concept-usual = المعتاد عندي
review-concept-own-rule = قاعدتي
review-concept-plan-line = خطتي
review-concept-plan-event = خطتي
review-concept-answer = إجابتي عن اقتراح
review-concept-session = اللقاء القادم
review-switch-coping-notes = ملاحظات عمّا يعينني
review-switch-homework-notes = ملاحظات عن ال{ $homework }
review-switch-sign-notes = ملاحظات عن علاماتي
review-switch-plan = خطتي
review-packet-state-waiting = على هذا الهاتف، في انتظار الإرسال
review-packet-state-delivered = أُرسل
review-packet-state-opened = فُتح
review-packet-state-filed = حُفظ في سجل العيادة
review-once = مرة واحدة
review-daily = كل يوم
review-weekly = كل أسبوع
sync-nobody-paired = كل شيء على هذا الهاتف فقط.
sync-all-sent = أُرسل كل شيء.
sync-waiting = { $count ->
    [zero] لا شيء في انتظار الإرسال.
    [one] مراجعة واحدة في انتظار الإرسال. هي محفوظة هنا.
    [two] مراجعتان في انتظار الإرسال. هما محفوظتان هنا.
    [few] { $count } مراجعات في انتظار الإرسال. هي محفوظة هنا.
    [many] { $count } مراجعة في انتظار الإرسال. هي محفوظة هنا.
   *[other] { $count } مراجعة في انتظار الإرسال. هي محفوظة هنا.
}
sync-something-missing = شيء ما لم يصل. ملاحظاتك محفوظة هنا.
sync-show-at-meeting = يُرجى عرض هذا على { $name } في لقائك القادم.
sync-show-at-meeting-somebody = يُرجى عرض هذا في لقائك القادم.
sync-please-update = يُرجى تحديث Handrail.
sync-backed-up = حُفظت نسختك حتى { $when }.
sync-backup-waiting = الجديد ينتظر نسختك الاحتياطية. وهو محفوظ هنا.
sync-backup-code = تبدأ نسختك الاحتياطية عندما تكتب رمزها مرة واحدة.
sync-backup-full = نسختك الاحتياطية ممتلئة. كل جديد محفوظ على هذا الهاتف.
sync-backup-gone = لم تعد نسختك محفوظة هناك. ملاحظاتك محفوظة على هذا الهاتف. يمكنك تشغيلها من جديد.
review-send = أرسل إلى { $name }
review-sent-note = جاهز. يُرسل مع أول اتصال.
review-show = اعرضه على هذه الشاشة
review-print = اطبع
review-period = عن أي وقت
review-period-meeting = منذ لقائي الأخير
review-period-week = الأسبوع الماضي
review-period-month = الأسابيع الأربعة الماضية
review-too-large = هذا أكثر مما تتسع له صفحة واحدة. اختر وقتًا أقصر لإرسالها. يمكنك عرضها وطباعتها كما هي.
review-empty = لا شيء في هذه الصفحة. ما تكتبه في Handrail يمكن أن يظهر هنا.
review-leave-out = اتركه خارجًا
review-put-in = أعده
review-left-out = متروك خارجًا. لا يرى أحد أن شيئًا كان هنا.
review-always = في كل صفحة
review-always-more = شغّل ما تريد عرضه في كل مرة.
review-lines-in = { $count ->
    [zero] لا يظهر أي سطر.
    [one] يظهر سطر واحد.
    [two] يظهر سطران.
    [few] تظهر { $count } أسطر.
    [many] يظهر { $count } سطرًا.
   *[other] يظهر { $count } سطر.
}
review-lines-out = { $count ->
    [zero] لم يُترك أي سطر خارجًا.
    [one] تُرك سطر واحد خارجًا.
    [two] تُرك سطران خارجًا.
    [few] تُركت { $count } أسطر خارجًا.
    [many] تُرك { $count } سطرًا خارجًا.
   *[other] تُرك { $count } سطر خارجًا.
}
review-leave-all-out = ترك كل هذا خارجًا
review-put-all-in = إعادة كل هذا
review-always-these = في كل مرة: { $what }
review-always-none = لا شيء غير المعتاد
review-sent = ما أرسلته
sent-now = أرسل الآن
sent-sending = جارٍ الإرسال والاستلام.
sent-empty = لم ترسل شيئًا حتى الآن.
sent-take-back = اسحبه
sent-taken-back = سُحب. لم يُرسل شيء.
sent-waits-for-key = ينتظر الطرف الآخر. لا تحتاج إلى فعل شيء.
sync-bytes = أُرسل: { $sent } بايت. وصل: { $received } بايت.

## backup

backup-off = ملاحظاتك على هذا الهاتف فقط.
backup-code-waits = بقيت خطوة واحدة: اكتب الرمز من ورقتك.
backup-on = نسختك الاحتياطية تعمل.
backup-full = نسختك الاحتياطية ممتلئة. كل جديد محفوظ على هذا الهاتف.
backup-gone = لم تعد نسختك محفوظة هناك. ملاحظاتك محفوظة على هذا الهاتف. يمكنك تشغيلها من جديد.
backup-who-can-read = هواتفك وورقة الاسترجاع وحدها تفتح نسختك. المكان الذي يحفظها لا يستطيع قراءتها.
backup-sheet-title = ورقة الاسترجاع الخاصة بي
backup-sheet-what = إذا فقدت هاتفي، تعيد هذه الورقة ملاحظاتي على هاتف جديد. أحفظها حيث أجدها أنا وحدي.
backup-sheet-address = العنوان: { $relay }
backup-code-again = اكتب الرمز من ورقتك، لتعرف أنه يعمل.
backup-code-right = صحيح. ورقتك تعمل.
backup-code-differs = يُرجى النظر مرة أخرى إلى المجموعة { $group }.
backup-code-length = هناك رموز ناقصة أو زائدة.
restore-begin = امسح ورقة الاسترجاع أو اكتب رمزها.
restore-no-backup = لا توجد نسخة تُفتح بهذا الرمز. يُرجى النظر إلى الورقة مرة أخرى.
restore-coming = ملاحظاتك في طريق العودة.
restore-found = آخر ملاحظة: { $day }. عدد الملاحظات: { $count }.
restore-is-it-yours = هل هذه ملاحظاتك؟
restore-some-missing = قد تكون بعض الملاحظات ناقصة. ما وصل محفوظ هنا. يُرجى عرض هذا في لقائك القادم.
restore-beside = توجد ملاحظات على هذا الهاتف. ستبقى، وتأتي ملاحظات نسختك بجانبها. لا يضيع شيء.
restore-old-phone-lost = هل فقدت هاتفك القديم؟ إذن لن يستطيع فتح نسختك بعد الآن.
backup-erase-ask = هذا يمحو نسختك لكل هواتفك. تبقى ملاحظاتك على هذا الهاتف.
second-phone-show = امسح هذا الرمز بتطبيق Handrail على هاتفك الآخر أو جهازك اللوحي. يصلح لعشر دقائق.
second-phone-scan = امسح الرمز الذي يعرضه هاتفك الأول. استعمل Handrail لذلك، لا تطبيقا آخر.
second-phone-words = هل هذه الكلمات الأربع هي نفسها على الشاشتين؟
second-phone-joined = ملاحظاتك على هذا الهاتف الآن. يكمل الاثنان معا.
second-phone-different = إذن لم يُشارَك شيء. يمكنك البدء من جديد برمز جديد.
helped-offer = طريق للعودة مع مساعدة: نصف على بطاقة، والنصف الآخر عند { $name }. النصفان معا فقط يفتحان نسختك.
helped-who-can-read = لا يستطيع { $name } ولا المكان الذي يحفظ نسختك فتحها، ولا حتى معا. تنقصهما بطاقتك.
helped-card-title = بطاقتي لهاتف جديد
helped-card-what = إذا فقدت هاتفي، فهذه البطاقة و{ $name } معا يعيدان ملاحظاتي. وحدها لا تفتح شيئا.
helped-card-address = العنوان: { $relay }
helped-join = اكتب ما على بطاقتك وما تعرضه شاشة { $name }. عندها تعرفان معا أنها تعمل.
helped-join-right = هذا صحيح. بطاقتك تعمل.
helped-join-card = انظر مرة أخرى إلى المجموعة { $group } على بطاقتك، من فضلك.
helped-join-theirs = انظر مرة أخرى إلى المجموعة { $group } على شاشة { $name }، من فضلك.
helped-join-length = تنقص بعض الأحرف، أو هناك أحرف زائدة.
helped-join-whole = هذا رمز استرجاع كامل. يعمل وحده.
helped-join-same = هذا هو النصف نفسه مرتين. واحد على بطاقتك، والآخر على شاشة { $name }.
helped-join-other = هذان لا ينتميان معا. قد يكون أحدهما من بطاقة سابقة.
helped-new-card = لديك بطاقة جديدة الآن. القديمة لم تعد تفتح شيئا.
backup-turn-on = شغّل نسختي الاحتياطية
backup-type-code = اكتب الرمز
backup-second-phone = أضف هاتفًا ثانيًا
backup-now = احفظ النسخة الآن
backup-phones = هواتفي
backup-this-phone = هذا الهاتف
backup-other-phone = هاتف آخر
backup-phone-seen = وصل منه شيء جديد: { $day }
backup-phone-removed = خارج منذ { $day }
backup-phone-remove = أخرج هذا الهاتف
backup-phone-out = يخرج مع أول اتصال. ما عليه يبقى عليه.
backup-off-title = بلا نسخة احتياطية
backup-off-what = عند إيقافها لا يدخلها شيء جديد. ملاحظاتك تبقى على هذا الهاتف.
backup-turn-off = أوقفها
backup-erase = امح ما هو محفوظ هناك
backup-erase-yes = امح نسختي الاحتياطية
backup-make-sheet = أنشئ ورقة الاستعادة
backup-where = أين تُحفظ
backup-with = حيث يعمل { $name }
backup-elsewhere = في مكان آخر
backup-address = العنوان
backup-address-hint = يبدأ بـ https://
backup-code = الرمز
backup-write-down = اطبعها أو انسخها بيدك. صورتها تبقى بين صورك حيث قد ينظر آخرون.
backup-see-sheet = اعرض الورقة مرة أخرى
code-scan = امسح الرمز
code-square = رمز مربع. يقول ما تقوله الكلمات في هذه الصفحة.
code-minutes-left = { $count ->
    [zero] بقيت { $count } دقيقة. بعدها يمكنك أن تبدأ من جديد.
    [one] بقيت دقيقة واحدة. بعدها يمكنك أن تبدأ من جديد.
    [two] بقيت دقيقتان. بعدهما يمكنك أن تبدأ من جديد.
    [few] بقيت { $count } دقائق. بعدها يمكنك أن تبدأ من جديد.
    [many] بقيت { $count } دقيقة. بعدها يمكنك أن تبدأ من جديد.
   *[other] بقيت { $count } دقيقة. بعدها يمكنك أن تبدأ من جديد.
}
progress-of = { $done } من { $of }
progress-received = وصل: { $count } بايت
helped-title = طريق عودة بمساعدة
helped-make = أنشئ بطاقة مع { $name }
helped-my-half = من بطاقتي
helped-their-half = من شاشة { $name }
helped-see-card = اعرض البطاقة مرة أخرى
second-title = هاتف ثانٍ
second-show = اعرض رمزًا
second-what-first = ضع الهاتف الآخر بجانبك. يمسح رمزًا من هذا الهاتف. ثم تكون الملاحظات نفسها على الاثنين.
second-what-second = على هاتفك الآخر افتح «نسختي الاحتياطية» واختر «أضف هاتفًا ثانيًا». ثم امسح رمزه هنا.
second-scan-this = امسح هذا بهاتفك الآخر.
second-scanned = مسحته
second-waits = هذا الهاتف ينتظر الآخر.
second-words = هل الكلمات نفسها على الهاتف الآخر؟
restore-title = استعد ملاحظاتي
restore-code = الرمز من ورقتي أو بطاقتي
restore-theirs = النصف الآخر
restore-theirs-when = مع البطاقة فقط: ما تعرضه شاشة المختص.
restore-other-code = استخدم رمزًا آخر
restore-yes = نعم، هذه لي
restore-no = لا، هذه ليست لي
restore-done = عادت ملاحظاتك.

## readers

reader-introduced = يطلب { $by } أن تشارك مع { $name } أيضًا.
reader-introduced-more = القرار لك. لا يصل شيء إلى { $name } قبل أن تقول نعم، ويمكنك إنهاء ذلك في أي وقت.
reader-introduced-yes = نعم، أشارك مع { $name } أيضًا
reader-introduced-no = ليس الآن
reader-not-checked = لم يتم التحقق بعد. قارن أربع كلمات مع { $name } في لقائكما القادم.
reader-introduced-by = بتعريف من { $by }
reader-words = هل هذه هي الكلمات على شاشة { $name }؟
reader-words-later = تظهر الكلمات بعد أن يتصل هذا الهاتف وصفحة { $name } بالإنترنت.
reader-words-same = الكلمات نفسها
reader-words-different = كلمات مختلفة
reader-words-ended = لم تعد تشارك مع { $name }. لا يصل إليه شيء آخر. ملاحظاتك محفوظة هنا.
reader-elsewhere = أنت تشارك مع { $name } بالفعل.
reader-five = يمكن لخمسة أشخاص أن يقرؤوا معك. لإضافة { $name }، اختر أولًا من لا يقرأ بعد الآن.
readers-add = شارك مع مختص
readers-empty = لا أحد يقرأ معك. كل شيء على هذا الهاتف فقط.
readers-introduced = شخص جديد
readers-since = منذ: { $day }
readers-compare = قارن أربع كلمات
readers-remove = لا تشارك بعد الآن
readers-remove-what = لن يصل شيء بعد الآن إلى { $name }. ما قرأه { $name } فقد قرأه.
readers-remove-yes = نعم، لا تشارك
readers-removed = لن يصل شيء بعد الآن إلى هناك.
readers-former = من هاتفي السابق
readers-former-what = كنت تشارك معهم من قبل. لا يصلهم شيء حتى تقترنا من جديد في لقاء.
readers-end-former = أنهِ ذلك
introductions-empty = لا أحد جديد ينتظر.
pair-what = افعلا هذا معًا في لقاء. شاشة المختص تعرض رمزًا. امسحه هنا.
pair-what-goes = لا يُرسل شيء من ملاحظاتك بهذا. أنت تقرر كل مرة ما ترسله.
pair-type = أو اكتب الرمز أو الصقه
pair-is-it = هل { $name } هو الشخص الذي أمامك؟
pair-go = نعم، تابع
pair-waits = هذا الهاتف ينتظر { $name }.
pair-words = قارن أربع كلمات
pair-over = لم يعد هذا الرمز صالحًا. لم يُحفظ شيء. اطلب رمزًا جديدًا وابدأ من جديد.
pair-different = توقّف ولم يُحفظ شيء. يمكنك أن تبدأ من جديد برمز جديد.

## export

export-title = ملاحظاتي في Handrail
export-made-on = أُخرجت في { $day }
export-of-person = ملاحظات { $name }
export-blank = ورقة فارغة للكتابة باليد
export-contents = ما في هذا الملف
export-empty-sheet = لم يُكتب شيء هنا بعد.
export-page = الصفحة { $number }
export-earlier-words = كلمات سابقة
export-written-on = كُتب في { $day }
export-sheet-of-kind = { $sheet }: { $count }
export-yes = نعم
export-no = لا
export-not-answered = متروك
export-rating-of = { $value } من { $of }
export-demo = عرض تجريبي: هذا الشخص من الخيال.
export-private = في هذه الصفحة ملاحظات خاصة. يُرجى حفظها في مكان آمن.
export-health-text = هذا النص لا يغني عن الحديث مع فريق رعايتك.
take-out-what = كل ما كتبته لك. يمكنك إخراجه كله في ملف واحد، ويستطيع Handrail قراءته من جديد.
take-out-private = الملف غير مقفل. من يملكه يستطيع قراءته.
take-out-file = أخرج كل شيء
take-out-under-way = قد يستغرق هذا دقيقة.
take-out-done = كل شيء في الملف.
take-out-print = اطبع كل شيء
take-out-print-blank = اطبع أوراقًا فارغة
take-out-in = أدخل ملفًا
take-out-in-what = فقط حيث لم يُكتب شيء بعد، كهاتف جديد.
take-out-in-file = اختر ملفًا
take-out-came-in = كل ما في الملف هنا.
take-out-not-empty = على هذا الهاتف شيء مكتوب، فلم يُدخل شيء. لم يتغير شيء.
take-out-erase = امح كل شيء
take-out-erase-line = من هذا الهاتف، نهائيًا
take-out-erase-what = هذا يمحو كل ما كتبته على هذا الهاتف. لا رجوع عنه. أخرجه أولًا إن أردت الاحتفاظ به.
take-out-erase-not = ما أرسلته إلى أحد يبقى عنده. النسخة الاحتياطية تبقى حتى تمحوها في «نسختي الاحتياطية».
take-out-erase-word = امح
take-out-erase-type = للمتابعة اكتب: { $word }
take-out-erased = مُحي كل شيء من هذا الهاتف. يمكن البدء من جديد.

## errors

error-closed = ملاحظاتك مغلقة الآن. يُرجى فتح التطبيق من جديد.
error-key-missing = لم يعطِ هذا الهاتف مفتاح ملاحظاتك. يمكن استعادتها من نسختك الاحتياطية.
error-key-wrong = هذا المفتاح ليس مفتاح ملاحظاتك. لم يتغيّر شيء.
error-newer-version = كُتبت ملاحظاتك في إصدار أحدث من Handrail. يُرجى تحديث التطبيق. لم يتغيّر شيء.
error-damaged = تعذّرت قراءة جزء من ملاحظاتك. كل ما أمكنت قراءته محفوظ. يُرجى فتح التطبيق مرة أخرى.
error-not-found = لم يعد هذا موجودًا.
error-invalid = تعذّر حفظ هذا كما هو.
error-storage-full = لم يبقَ مكان على هذا الهاتف. ما كتبته من قبل محفوظ. يُرجى إفراغ بعض المساحة.
error-storage-busy = ملاحظاتك مفتوحة في مكان آخر. يُرجى المحاولة مرة أخرى.
error-storage-other = لم يتمكن الهاتف من حفظ هذا. ما كتبته من قبل محفوظ.
error-network-offline = لا يوجد اتصال الآن. كل شيء يعمل بدونه. وما ينتظر يُرسل لاحقًا.
error-network-refused = لم يقبل خادم العيادة. ملاحظاتك محفوظة هنا.
error-cancelled = توقّف. لم يتغيّر شيء.
error-internal = حدث خلل داخل Handrail. لم يتغيّر شيء. يُرجى المحاولة مرة أخرى.
error-reason-empty = يُرجى كتابة شيء هنا.
error-reason-too-long = { $count ->
    [zero] لا مكان هنا لحرف آخر.
    [one] يُرجى الاكتفاء بحرف واحد.
    [two] يُرجى الاكتفاء بحرفين.
    [few] يُرجى الاكتفاء بـ { $count } أحرف على الأكثر.
    [many] يُرجى الاكتفاء بـ { $count } حرفًا على الأكثر.
   *[other] يُرجى الاكتفاء بـ { $count } حرف على الأكثر.
}
error-reason-out-of-range = يُرجى اختيار رقم من { $min } إلى { $max }.
error-reason-impossible-date = يُرجى التأكد من اليوم أو الوقت.
error-reason-unknown-choice = يُرجى الاختيار من القائمة.
error-reason-unknown-id = لم يعد هذا موجودًا. يُرجى الاختيار مرة أخرى.
error-reason-wrong-state = هذا لا يناسب الآن.
error-reason-too-many = { $count ->
    [zero] لا مكان هنا لشيء آخر.
    [one] يتسع هذا لشيء واحد على الأكثر.
    [two] يتسع هذا لشيئين على الأكثر.
    [few] يتسع هذا لـ { $count } أشياء على الأكثر.
    [many] يتسع هذا لـ { $count } شيئًا على الأكثر.
   *[other] يتسع هذا لـ { $count } شيء على الأكثر.
}
error-reason-malformed = تعذّرت قراءة هذا. يُرجى التأكد منه.

## settings

setting-name = الاسم الذي أُنادى به
setting-language = اللغة
setting-day-boundary-min = متى يبدأ يومي الجديد
setting-check-in-rhythm = كم مرة أسجّل
setting-check-in-rhythm-off = عندما أريد فقط
setting-check-in-rhythm-daily = كل يوم
setting-check-in-rhythm-weekly = مرة في الأسبوع
setting-usual-on = المقارنة مع المعتاد عندي
setting-usual-sensitivity = متى يتكلّم
setting-usual-sensitivity-quieter = لاحقًا
setting-usual-sensitivity-standard = كما هو
setting-usual-sensitivity-sooner = مبكرًا
setting-lock-screen-words = ما يظهر على الشاشة المقفلة
setting-lock-screen-words-neutral = أن هناك تذكيرًا فقط
setting-lock-screen-words-full = كلماتي
setting-demo = هذا الشخص من الخيال

## paper, and sheets in a review

sheet-visit = لزيارتي
review-concept-sheet = ورقة أخرى
review-sheet = الورقة
review-sheet-line = ما كُتب فيها
review-switch-sheets = أوراق أخرى
fidelity-share = النسبة
fidelity-fact-group-size = أشخاص في المجموعة
fidelity-fact-meetings-held = لقاءات جرت
fidelity-fact-meetings-planned = لقاءات مخطط لها
fidelity-fact-meetings-ticked = لقاءات جرى فيها ذلك
fidelity-fact-weeks = أسابيع
fidelity-fact-weeks-with-a-meeting = أسابيع فيها لقاء
fidelity-fact-handouts-given = أوراق أُعطيت
fidelity-fact-handouts = كل الأوراق
fidelity-fact-modules = كل الأجزاء
fidelity-fact-modules-done = أجزاء تمّت
fidelity-fact-modules-current = أجزاء جارية
fidelity-fact-modules-again = أجزاء أُعيدت
fidelity-fact-meetings-with-supporters = لقاءات مع داعمين
fidelity-fact-homework-with-someone = ال{ $homework } مع شخص آخر
fidelity-fact-steps-with-someone = خطوات مع شخص آخر
fidelity-fact-contacts-tried = محاولات تواصل
fidelity-fact-supporters-taking-part = داعمون يشاركون
fidelity-fact-long-term-goals = أهداف بعيدة
fidelity-fact-with-how-will-we-know = لها طريقة لمعرفة بلوغها
fidelity-fact-short-term-goals = أهداف قريبة
fidelity-fact-steps = خطوات
fidelity-fact-meetings-with-goals = لقاءات دار فيها الحديث عن هدف
fidelity-fact-goal-rows = أسطر في ورقة الهدف
fidelity-fact-strategies = طرق تساعد
fidelity-fact-strategies-practised = طرق جرى التدرّب عليها
fidelity-fact-tries = محاولات
fidelity-fact-plan-parts = أجزاء مكتوبة من الخطة
fidelity-fact-signs = علامات منبّهة
fidelity-fact-copies-given = نسخ أُعطيت
fidelity-fact-times-rehearsed = مرات التدرّب عليها
fidelity-fact-medicines = أدوية
fidelity-fact-with-a-daily-act = مرتبطة بعمل يومي
fidelity-fact-with-a-cue = لها تذكير خاص

## shell
# أزرار الشاشات وجملها التي لا تخص مفهومًا واحدًا.

app-name = Handrail
shell-back = رجوع
shell-next = التالي
shell-save = حفظ
shell-done = تم
shell-close = إغلاق
shell-cancel = إيقاف
shell-not-now = ليس الآن
shell-skip = تخطّ
shell-yes = نعم
shell-no = لا
shell-add = إضافة
shell-change = تغيير
shell-remove = إزالة
shell-undo = تراجع
shell-again = محاولة أخرى
shell-more = المزيد
shell-earlier = عرض ما سبق
shell-help-now = أحتاج إلى مساعدة الآن
shell-read-more = قراءة المزيد
shell-saved = حُفظ.
shell-removed = أُزيل.
shell-changed = تغيّر.
shell-loading = لحظة.
shell-nothing-here = لا شيء هنا بعد.
shell-kept-as-typed = ما كتبته محفوظ.
shell-all-optional = يمكنك ترك أي شيء فارغًا.
shell-step-of = الخطوة { $number } من { $of }
shell-choose-day = اختيار يوم
shell-choose-time = اختيار وقت
shell-no-day = بلا يوم
shell-no-time = بلا وقت
shell-choose-language = اختر لغتك
shell-welcome-title = أهلًا بك
shell-welcome-what = يحفظ Handrail ما تريده وخطوتك الصغيرة القادمة و{ $homework } وما يساعدك. وهو للأيام بين لقاءاتك.
shell-welcome-yours = إنه لك. كل شيء يبقى على هذا الهاتف. لا تحتاج إلى حساب ولا إلى شبكة.
shell-welcome-share = إن أردت، يمكنك أن تُري مختصّك صفحة واحدة قبل اللقاء. تراها أنت أولًا.
shell-welcome-not-emergency = ليس خدمة طوارئ. «أحتاج إلى مساعدة الآن» يُريك من يمكنك الاتصال به، حتى دون شبكة.
shell-begin = ابدأ
shell-have-notes = لديّ ملاحظات من هاتف آخر
shell-now-title = أحتاج إلى شيء الآن
shell-now-what = ما أقرب شيء إليه؟
shell-now-hard = هناك ما يصعب عليّ الآن
shell-now-problem = هناك مشكلة تحتاج إلى حل
shell-now-need = أحتاج إلى شيء من الخدمات
shell-now-helped = هذا ساعدك من قبل
shell-now-plan = من خطتك
shell-now-library = عرض ما يساعد غيرك
shell-more-doing = ما أفعله
shell-more-well = أن أبقى بخير
shell-more-life = حياتي
shell-more-sharing = اللقاءات والمشاركة
shell-more-app = هذا التطبيق
shell-settings-about = عنك
shell-settings-private = من يمكنه النظر
shell-settings-lock = طلب بصمتي أو وجهي أو رمزي عند فتح Handrail
shell-settings-lock-none = ليس لهذا الهاتف قفل بعد. يمكنك وضع قفل في إعدادات الهاتف.
shell-settings-hidden = إخفاء Handrail في قائمة التطبيقات المفتوحة
shell-settings-clinic = خط عيادتي
shell-settings-clinic-name = اسمه
shell-settings-clinic-phone = رقم الهاتف
shell-settings-clinic-hours = متى يجيب أحد
shell-settings-day-begins = يبدأ يومي الجديد عند { $time }
shell-locked-title = Handrail مقفل
shell-unlock = فتح
shell-lock-why = يسأل Handrail هل هو أنت قبل أن يُفتح.
shell-key-lost-title = لا يمكن فتح ملاحظاتك على هذا الهاتف الآن
shell-key-lost-what = ما زالت هنا ولم يتغير شيء. لم يُعطِ هذا الهاتف مفتاحها.
shell-key-lost-restore = استعادة ملاحظاتي من نسختي
shell-call-did-not-work = لم يتم الاتصال
shell-say-number = اتصل بهذا الرقم: { $number }
shell-more-readers = من يقرأ معي
shell-more-reminders = تذكيراتي
shell-more-backup = نسختي الاحتياطية
shell-more-take-out = إخراج أو طباعة أو محو
shell-scan-why = ضع الكاميرا فوق الرمز. لا تُحفظ أي صورة.
shell-scan-type-instead = كتابته بدلًا من ذلك
lines-up = انقل إلى أعلى
lines-down = انقل إلى أسفل
lines-more = أضف تفاصيل أخرى
lines-print = اطبع هذه الورقة
lines-open = افتحها
lines-open-private = لا يراها غيرك. يمكنك أن تخفيها من جديد.
lines-put-away = أخفِ هذه الورقة
lines-put-away-done = أُخفيت. ما فيها محفوظ.
lines-list = اختر من قائمة
shell-goals-title = ما أريده
shell-goals-new = إضافة شيء أريده
shell-goals-empty = هنا مكان لما تريده، كبيرًا كان أم صغيرًا.
shell-goals-from-areas = النظر في حياتي أولًا
shell-goals-new-part = إضافة هدف قريب
shell-goals-change-part = تغيير هذا الهدف القريب
shell-goals-new-step = إضافة خطوة صغيرة
shell-goals-to-active = أبدأ به
shell-goals-to-reached = وصلت إليه
shell-goals-to-paused = أتركه يستريح
shell-goals-to-let-go = أتخلّى عنه
shell-goals-change = تغيير هذا الهدف
shell-goals-change-words = قوله بكلمات أخرى
shell-goals-change-step = تغيير هذه الخطوة
shell-make-smaller = جعلها أصغر
shell-give = أعطه لتطبيق آخر
shell-start-again = ابدأ من جديد
shell-step-before = خطوة إلى الوراء
