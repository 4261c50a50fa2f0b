### English words of the interface. One block for each concept; the ids begin with the concept.
### A record's own name is KIND, a field's label KIND-FIELD, a known word of a field KIND-FIELD-WORD, all as the store
### names them, with hyphens. Plain text, { $variables } and one plural selector for a message; nothing else: docs/words.md.
### Plain, warm, short. No score, no alarm, no blame.

## wording
# What a programme calls things; the pack chooses. In a text: { $homework }, or { $Homework } with a capital.

wording-homework-homework = homework
wording-homework-practice = practice
wording-homework-assignment = assignment
wording-client-client = client
wording-client-consumer = consumer
wording-client-participant = participant
wording-programme-imr = Illness Management and Recovery
wording-programme-wsm = Wellness Self-Management

## dates
# How days, times and numbers are written where no phone does it: on paper.

date-day = { $weekday } { $number } { $month } { $year }
date-day-short = { $number } { $month }
date-time = { $hour }:{ $minute }
date-day-and-time = { $day } at { $time }
date-from-until = { $from } to { $until }
date-weekday-1 = Monday
date-weekday-2 = Tuesday
date-weekday-3 = Wednesday
date-weekday-4 = Thursday
date-weekday-5 = Friday
date-weekday-6 = Saturday
date-weekday-7 = Sunday
date-month-1 = January
date-month-2 = February
date-month-3 = March
date-month-4 = April
date-month-5 = May
date-month-6 = June
date-month-7 = July
date-month-8 = August
date-month-9 = September
date-month-10 = October
date-month-11 = November
date-month-12 = December
date-today = Today
date-tomorrow = Tomorrow
date-yesterday = Yesterday
number-decimal-mark = .
date-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
date-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
date-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
date-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
date-times = { $count ->
    [one] once
   *[other] { $count } times
}

## sheets
# Titles of the sheets, on the screen and on paper.

sheet-session = Meeting
sheet-programme = My programme
sheet-recovery-meaning = What recovery means to me
sheet-life-areas = Areas of my life
sheet-goal = My goal
sheet-problem-solving = Step-by-step problem solving
sheet-homework = My { $homework }
sheet-worksheet = Questions to think about
sheet-coping = What helps me cope
sheet-signs = My warning signs
sheet-plan = My plan to stay well
sheet-safety-plan = My safety plan
sheet-help-now = I need help now
sheet-medication = My medicines
sheet-substance-use = Alcohol and drugs
sheet-stress = Stress
sheet-people = My people
sheet-needs = Getting what I need
sheet-lifestyle = Living well
sheet-progress-check = Progress check
sheet-talk-about = What I want to talk about
sheet-review = My review
sheet-settings = My settings
sheet-answers = My answers
sheet-fidelity = How the programme was given

## sessions

session = Meeting
session-day = Day
session-time = Time
session-kind = How the meeting is held
session-kind-individual = One to one
session-kind-group = In a group
session-kind-phone = By phone or video
session-place = Place
session-module = What it is about
session-modules = Parts of the programme
session-topics = Topics
session-agenda = What I want to do there
session-agenda-done = What there was time for
session-agenda-done-catch-up = Catching up
session-agenda-done-recall = Looking back at last time
session-agenda-done-review-homework = Talking over the { $homework }
session-agenda-done-goals = Goals
session-agenda-done-agenda = Setting the agenda
session-agenda-done-new-topic = Something new
session-agenda-done-summary = Summing up
session-agenda-done-new-homework = New { $homework }
session-minutes = How long it took, in minutes
session-teaching-styles = Ways of working
session-teaching-styles-motivational = Finding reasons to change
session-teaching-styles-educational = Learning facts
session-teaching-styles-cognitive-behavioural = Practising skills
session-practised = What was practised
session-role-play = What was tried in a role play
session-supporters = Supporters who were there
session-others-present = Who else was there
session-note = My note
session-state = How it went
session-state-planned = Planned
session-state-held = It took place
session-state-missed = It did not take place
session-homework = { $Homework } at the meeting
session-homework-session = Meeting
session-homework-homework = { $Homework }
session-homework-part = What was done with it
session-homework-part-reviewed = Talked over
session-homework-part-agreed = Agreed
session-next = Next meeting
session-next-on = Next meeting: { $day }
session-next-at = Next meeting: { $day } at { $time }
session-none-planned = No meeting is planned.
session-did-it-take-place = Did your meeting take place?

# The draft of a note about a meeting, as practitioners write them; a person edits it.
note-met = Met on { $day }.
note-met-minutes = Met on { $day } for { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}.
note-present = { $who } was there too.
note-goal = Goal: { $goal }
note-goal-progress = Goal: { $goal }. { $progress }
note-goal-next = Next for this goal: { $next }
note-taught = Worked on: { $module }
note-topics = Topics: { $topics }
note-how-motivational = Looked for reasons to change.
note-how-educational = Went through facts.
note-how-cognitive-behavioural = Practised skills step by step.
note-practised = Practised: { $what }
note-role-play = Role play: { $what }
note-homework-reviewed = { $Homework } talked over: { $title }
note-homework-done = { $Homework } talked over: { $title }. It was done.
note-homework-partly = { $Homework } talked over: { $title }. Some of it was done.
note-homework-not-yet = { $Homework } talked over: { $title }. Not yet.
note-homework-said = What was said: { $note }
note-homework-agreed = { $Homework } agreed: { $title }
note-part-meeting = Meeting
note-part-goal = Goal
note-part-taught = What it was about
note-part-how = How
note-part-homework = { $Homework }
meetings-title = Meetings
meetings-plan = Plan a meeting
meetings-before = Earlier meetings
meetings-did-it = Another day, or how it went
meetings-note-draft = A note from this sheet

## talk-about

talk-about = To talk about
talk-about-wording = What I want to talk about
talk-about-made-day = Written on
talk-about-state = Where it is
talk-about-state-open = For the next meeting
talk-about-state-talked = Talked about
talk-about-empty = Nothing is waiting. Write down what you want to talk about, so that you need not keep it in mind.

## goals

long-term-goal = Long-term goal
long-term-goal-title = What I want
long-term-goal-meaning = What recovery means to me here
long-term-goal-why = Why it matters to me
long-term-goal-how-will-we-know = How I will know I am there
long-term-goal-area = Area of my life
long-term-goal-life-area = Area of my life
long-term-goal-who-can-help = Who can help
long-term-goal-scribe = Who wrote it down with me
long-term-goal-started = Started
long-term-goal-by-about = By about
long-term-goal-ended = Ended
long-term-goal-changed-to = It became
long-term-goal-state = Where it is
long-term-goal-state-idea = An idea
long-term-goal-state-active = Working on it
long-term-goal-state-paused = Resting
long-term-goal-state-reached = Reached
long-term-goal-state-changed = Changed into another goal
long-term-goal-state-let-go = Let go
short-term-goal = Short-term goal
short-term-goal-goal = It leads to
short-term-goal-title = What I want first
short-term-goal-how-will-we-know = How I will know I am there
short-term-goal-strengths = What I am good at that helps
short-term-goal-obstacles = What could get in the way
short-term-goal-who-can-help = Who can help
short-term-goal-modules = Parts of the programme that help
short-term-goal-started = Started
short-term-goal-by-about = By about
short-term-goal-ended = Ended
short-term-goal-changed-to = It became
short-term-goal-state = Where it is
short-term-goal-state-idea = An idea
short-term-goal-state-active = Working on it
short-term-goal-state-paused = Resting
short-term-goal-state-reached = Reached
short-term-goal-state-changed = Changed into another goal
short-term-goal-state-let-go = Let go
step = Step
step-goal = It leads to
step-title = My next small step
step-who = Who
step-when-words = When
step-where-words = Where
step-how = How
step-how-will-we-know = How I will know it is done
step-by-about = By about
step-reminder-day = Remind me on
step-reminder-time = Remind me at
step-state = Where it is
step-state-idea = An idea
step-state-active = Working on it
step-state-paused = Resting
step-state-reached = Done
step-state-changed = Changed
step-state-let-go = Let go
step-result = How the step went
step-result-step = Step
step-result-result = How did it go?
step-result-result-done = Done
step-result-result-partly = Partly
step-result-result-not-yet = Not yet
step-result-result-changed = It turned into something else
step-result-what-helped = What helped
step-result-got-in-the-way = What got in the way
step-result-next-step = What comes next
goal-review = Looking back at the goal
goal-review-goal = Goal
goal-review-session = At the meeting
goal-review-progress = How far I have come
goal-review-rating = How far, from 0 to 10
goal-review-what-next = What next
goal-review-present = Who was there
goal-review-noted-by = Who wrote it down
goal-horizon-long = About six months
goal-horizon-short = About six weeks
goal-horizon-step = About six days
goal-examples = Goals that other people have chosen. You can take one and put it in your own words.
goal-examples-others = Show me others
goal-smart = Questions that can help. Skip any you like.
goal-begin-idea = Keep it as an idea
goal-begin-active = Start on it
goal-resume = Take it up again
goal-from-area = What would be different if this were better?
offer-smaller-or-problem-solving = This step may be too big for now. You can make it smaller, or look at what is in the way.
goal-look-at-what-is-in-the-way = Look at what is in the way

## homework

homework = { $Homework }
homework-title = What I will do
homework-module = Part of the programme
homework-module-id = Part of the programme
homework-option-id = Idea it came from
homework-why = Why
homework-goal = It helps my goal
homework-what-exactly = What exactly
homework-where-words = Where
homework-with-whom = With whom
homework-worksheet = Sheet
homework-origin = How it came about
homework-origin-agreed = Agreed at a meeting
homework-origin-self-chosen = My own choice
homework-origin-proposed = Suggested to me, and I said yes
homework-confidence = How sure I am that I can do it, from 0 to 10
homework-smaller-version = A smaller version for a hard day
homework-how-often = How often
homework-how-often-once = Once
homework-how-often-daily = Every day
homework-how-often-weekly = Every week
homework-first-day = First day
homework-by-about = By about
homework-reminder-time = Remind me at
homework-state = Where it is
homework-state-active = Doing it
homework-state-paused = Resting
homework-state-finished = Finished
homework-state-let-go = Let go
homework-result = How it went
homework-result-homework = { $Homework }
homework-result-occurrence = Day
homework-result-result = How did it go?
homework-result-result-done = Done
homework-result-result-partly = Partly
homework-result-result-not-yet = Not yet
homework-result-result-not-today = Not today
homework-result-smaller = I did the smaller version
homework-result-obstacle = What got in the way
homework-result-obstacle-forgot = It slipped my mind
homework-result-obstacle-too-big = It was too big
homework-result-obstacle-no-time = No time
homework-result-obstacle-symptoms = I did not feel well enough
homework-result-obstacle-money-or-transport = Money, or getting there
homework-result-obstacle-other-person = Another person
homework-result-obstacle-not-important-to-me = It does not matter to me
homework-result-obstacle-other = Something else
homework-result-note = My note
homework-result-helpfulness = How much it helped
homework-result-helpfulness-0 = Not at all
homework-result-helpfulness-1 = A little
homework-result-helpfulness-2 = Somewhat
homework-result-helpfulness-3 = Quite a lot
homework-result-helpfulness-4 = A lot
homework-review = Talked over
homework-review-homework = { $Homework }
homework-review-session = At the meeting
homework-review-with-whom = With whom
homework-review-note = My note
homework-make-smaller = You can make it smaller, so that it fits a hard day too.
homework-any-try-counts = Any try counts.
homework-empty = Nothing here yet. You can add something small that you want to try.
homework-add = Add something to do
homework-coming = Coming
homework-earlier = Earlier
homework-look-at = Look at it, or change it

## problem-solving

problem = Problem or goal
problem-problem = What is the problem?
problem-step = The step it is about
problem-homework = The { $homework } it is about
problem-ideas = Ideas. Every idea is welcome.
problem-choice = What I will try
problem-what = What I will do
problem-who = Who
problem-when-words = When
problem-what-is-needed = What I need for it
problem-in-the-way = What could get in the way
problem-my-answer = What I will do then
problem-practised-on = Practised on
problem-review-on = Look at it again on
problem-started = Started
problem-state = Where it is
problem-state-open = Open
problem-state-solved = Solved
problem-state-let-go = Let go
problem-idea = Idea
problem-idea-problem = Problem
problem-idea-idea = Idea
problem-idea-good-sides = Good sides
problem-idea-bad-sides = Not so good sides
problem-idea-chosen = I choose this one
problem-review = How it went
problem-review-problem = Problem
problem-review-what-worked = What worked
problem-review-next = What next
problem-review-next-keep = Keep going
problem-review-next-change = Change the plan a little
problem-review-next-another-idea = Try another idea
problem-review-next-solved = It is solved
problem-review-note = My note
problem-more-ideas = { $count ->
    [one] One more idea would make it easier to choose.
   *[other] { $count } more ideas would make it easier to choose.
}
problem-part-problem = The problem
problem-part-ideas = Ideas
problem-part-sides = Good and not so good sides
problem-part-choice = What I choose
problem-part-plan = My plan
problem-part-practise = Practise it once
problem-part-review = Look back
problems-empty = Nothing here yet. Step by step, a problem often gets smaller.
problem-begin = Begin with a problem
problem-offered = It could help with this
problem-add-idea = Add this idea
problem-practised-now = I practised it today
problem-not-solved-now = Let it go
problem-take-up = Take it up again

## coping

coping-strategy = Coping strategy
coping-strategy-name = What I do
coping-strategy-how = How I do it
coping-strategy-trouble = What it is for
coping-strategy-library-id = From the list
coping-strategy-practised-on = Practised on
coping-strategy-adapted = How I changed it for me
coping-strategy-state = Keep it?
coping-strategy-state-keep = One of mine
coping-strategy-state-adapt = One I am still changing
coping-strategy-state-drop = Set aside
coping-entry = A try
coping-entry-strategy = What I tried
coping-entry-situation = What was going on
coping-entry-place = Where
coping-entry-trouble = What it was for
coping-entry-helped = Did it help me carry on?
coping-entry-helped-not = Not this time
coping-entry-helped-a-little = A little
coping-entry-helped-a-lot = A lot
coping-entry-before = How strong it was before, from 0 to 10
coping-entry-after = How strong it was after, from 0 to 10
coping-entry-note = My note
coping-wait = A time I just waited
coping-wait-trouble = What it was
coping-wait-before = How strong it was before, from 0 to 10
coping-wait-after = How strong it was after, from 0 to 10
coping-step = Step
coping-step-number = Step { $number }
coping-step-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
coping-tries = { $count ->
    [one] Tried once
   *[other] Tried { $count } times
}
coping-helped-count = { $count ->
    [one] You tried this once. Times you said it helped: { $helped }.
   *[other] You tried this { $count } times. Times you said it helped: { $helped }.
}
coping-still-learning = Still getting to know this one: { $count } of { $needed } tries so far.
coping-usually-lower = { $count ->
    [one] After { $strategy }, your rating was lower than after the others ({ $count } time).
   *[other] After { $strategy }, your rating was mostly lower than after the others ({ $count } times).
}
coping-rate-after-later = You can rate how it is later.
coping-empty = Nothing here yet. You can see what helps other people, or add what helps you.
coping-mine = Mine
coping-tried = What I tried
coping-add = Add something that helps me
coping-look-in-library = See what helps other people
coping-library-title = What helps other people
coping-library-what = What is hard for you right now?
coping-put-with-mine = Put it with mine
coping-try-it = Try it
coping-tried-it = I tried it
coping-practise-with-me = Do it step by step
coping-practice-end = That is all. Take your time.
coping-practice-again = Once more
coping-rate-now = How is it now?
coping-wait-both = Choose how strong it was before and after. Then it can be kept.

## signs

warning-sign = Warning sign
warning-sign-wording = In my own words
warning-sign-who-may-notice = Who may notice it
warning-sign-days-before = How long before
warning-sign-pattern = Is it new or usual for me?
warning-sign-pattern-new-for-me = New for me
warning-sign-pattern-usual-for-me = Usual for me
warning-sign-how-to-check = How I can check
warning-sign-scale = Rated from 0 to
warning-sign-high-is-good = A high number is a good one
warning-sign-key-sign = My key sign
warning-sign-emergency = When this is there, I need help at once
warning-sign-list-id = From the list
warning-sign-state = Do I rate it?
warning-sign-state-following = Part of my check-in
warning-sign-state-resting = Resting
warning-sign-rating-0 = Not there
warning-sign-rating-1 = A little
warning-sign-rating-2 = Quite a bit
warning-sign-rating-3 = A lot
check-in = Check-in
check-in-ratings = My ratings
check-in-note = My note
own-rule = My own rule
own-rule-sign = If this sign
own-rule-condition = When
own-rule-condition-there = is there
own-rule-condition-at-least = is at least this strong
own-rule-condition-in-a-row = comes several times in a row
own-rule-condition-of-last = comes on some of the last check-ins
own-rule-level = From which rating on
own-rule-count = How many check-ins
own-rule-out-of = Out of how many
own-rule-action = What I do
own-rule-state = Is it on?
own-rule-state-on = On
own-rule-state-off = Off
own-rule-there = If “{ $sign }” is there, I { $action }
own-rule-at-least = If “{ $sign }” is at least { $level }, I { $action }
own-rule-in-a-row = If “{ $sign }” is there on { $count } check-ins in a row, I { $action }
own-rule-in-a-row-at-least = If “{ $sign }” is at least { $level } on { $count } check-ins in a row, I { $action }
own-rule-of-last = If “{ $sign }” is there on { $count } of the last { $out_of } check-ins, I { $action }
own-rule-of-last-at-least = If “{ $sign }” is at least { $level } on { $count } of the last { $out_of } check-ins, I { $action }
rule-opening = My rule spoke
rule-opening-rule = Rule
usual-event = My usual
usual-event-event = What I said
usual-event-event-new-usual-yes = Yes, this is my new usual
usual-event-event-new-usual-no = No, it is not my new usual
usual-event-event-reset = Start anew, together with my practitioner
good-time = A good time
good-time-from-day = From
good-time-until-day = Until
notice-answer = What I said about a notice
notice-answer-opened = Notice of
notice-answer-answer = Was this helpful?
notice-answer-answer-helpful = Yes
notice-answer-answer-not-helpful = No
notice-answer-answer-worried-me = It worried me
notice-answer-answer-not-now = Not now
notice-answer-answer-plan-opened = I opened my plan
notice-answer-answer-contact-made = I got in touch
usual-title = My usual
usual-state-learning = Getting to know your usual.
usual-learning-days = { $count ->
    [one] Getting to know your usual. About one day to go.
   *[other] Getting to know your usual. About { $count } days to go.
}
usual-learning-ratings = { $count ->
    [one] Getting to know your usual. One more check-in will do.
   *[other] Getting to know your usual. { $count } more check-ins will do.
}
usual-state-about-usual = About your usual.
usual-state-about-usual-for-now = About your usual, for now.
usual-state-higher-than-usual = Your signs have been a bit higher than your usual. That can happen for many reasons. Would you like to look at your plan?
usual-state-higher-than-usual-for-now = For now, your signs look a bit higher than your usual. That can happen for many reasons. Would you like to look at your plan?
usual-state-not-enough-ratings = Not enough ratings to say.
usual-sign-higher = “{ $sign }” has been a bit higher than your usual. That can happen for many reasons. Would you like to look at your plan?
usual-ask-new-usual = It has been like this for some time. Is this your new usual?
usual-signs-higher-two = Over the last week, “{ $first }” and “{ $second }” have been a bit higher than your usual. That can happen for many reasons. Would you like to look at your plan?
usual-signs-higher-three = Over the last week, “{ $first }”, “{ $second }” and “{ $third }” have been a bit higher than your usual. That can happen for many reasons. Would you like to look at your plan?
usual-plan-says-look = Your signs have stayed a bit higher. Would you like to look at your plan, or contact someone?
usual-suggest-quieter = Some notices worried you. Would you like fewer of them?
usual-plan-says-contact = Your plan says to contact { $name }. Call, or send this?
usual-was-this-helpful = Was this helpful?
usual-long-drift = Over the last months your usual has moved up a little. You may want to talk about it at your next meeting.
usual-off = “My usual” is off. Your own rules still work.
signs-add = Add a sign of mine
signs-empty = A warning sign is something small that changes first when things get harder for you. You can write down your own.
signs-example = For example: I sleep badly. I stay away from people.
signs-how-rated = How do I rate it?
signs-scale-words = In four words, from “not there” to “a lot”
signs-scale-numbers = From 0 to 10
signs-last-days = The last days of “{ $sign }”
signs-last-days-here = My last days. A gap is only a day without a rating.
check-in-again = You have checked in today. You can do it once more if you like.
check-in-no-signs = There are no signs to rate yet. You can write a note, or add a sign.
check-in-earlier = My earlier check-ins
own-rules = My own rules
own-rules-empty = With a rule, a sign leads to something you have chosen: “If I sleep badly, I call Maya.”
own-rules-add = Add a rule
usual-what-it-does = This phone puts your last week or so beside your own usual, and says so when your signs stay higher. It stays on this phone.
usual-chart = The days I rated, the newest last, beside my usual
usual-chart-line = The days I rated. The line is my usual.
usual-months = Over the months
usual-months-none = Your check-ins will show here month by month.
usual-months-chart = My check-ins month by month, the newest last
usual-good-line = The line is my good time.
usual-good-time-add = Say when I had a good time
usual-good-time-what = Choose days when you were well. It is good to do this together with your practitioner.
usual-reset-what = After a big change, such as a new medicine or a new job, your usual can begin anew. The old one stays until the new one is known.

## plan

plan-line = Line of my plan
plan-line-part = Part of the plan
plan-line-part-what-happened = What happened before
plan-line-part-triggers = What sets me off
plan-line-part-signs = How I notice
plan-line-part-what-helps = What helps
plan-line-part-who-helps = Who helps
plan-line-part-contacts = Whom to call
plan-line-part-wishes = What I wish for if I need more help
plan-line-stage = Stage
plan-line-stage-1 = What I do myself
plan-line-stage-2 = What I do with someone
plan-line-stage-3 = I call the clinic
plan-line-stage-4 = In an emergency
plan-line-wording = In my own words
plan-line-phone = Phone number
plan-line-action = What I do then
plan-line-what-came-first = What came first
plan-line-when-words = When
plan-line-sign = Warning sign
plan-line-person = Person
plan-line-duty = The one thing they do
plan-line-role = Who they are to me
plan-line-role-practitioner = My practitioner
plan-line-role-prescriber = Who prescribes for me
plan-line-role-emergency = My person in an emergency
plan-line-role-out-of-hours = Out of hours
plan-line-role-other = Somebody else
plan-line-not-to-be-called = Please do not call
plan-event = What I did with my plan
plan-event-event = What
plan-event-event-use-began = I am using my plan
plan-event-event-still-using = I am still using my plan
plan-event-event-use-ended = I stopped using my plan
plan-event-event-rehearsed = I practised a step
plan-event-event-copy-given = I gave a copy
plan-event-event-copy-taken-back = I took a copy back
plan-event-event-reviewed = I went through it again
plan-event-person = Person
plan-event-with-whom = With whom
plan-event-note = My note
plan-review-on = Look at it again on
plan-in-use-since = You have been using your plan since { $day }.
plan-still-using = Are you still using your plan?
plan-changed-since-copy = { $name } has an older copy, from { $day }.
plan-begin = Begin with what helps
plan-empty = A plan says what you do when your signs show. You can start with one line, and add more when you like.
plan-keeping = Keeping my plan
plan-keeping-more = Copies, practice, looking it over
plan-changed-on = Last changed: { $day }
plan-give-copy = Give a copy
plan-copies = Who has a copy
plan-copies-none = Nobody has a copy yet. It helps when the people in your plan know it.
plan-copy-of = { $name } has a copy, from { $day }.
plan-copy-back = I took it back
plan-copy-whom = Who gets it?
plan-copy-name = Or write a name, or a place such as the fridge door
plan-copy-what = This is given
plan-practise = Practising and looking it over
plan-line-sign-none = None of these

## safety-plan

safety-line = Line of my safety plan
safety-line-part = Part of the safety plan
safety-line-part-signs = How I notice that it gets hard
safety-line-part-what-i-do-alone = What I can do by myself
safety-line-part-people-and-places = People and places that take my mind off it
safety-line-part-people-to-ask = People I can ask for help
safety-line-part-professionals = Professionals and help lines
safety-line-part-a-safe-place = How I make the place around me safe
safety-line-wording = In my own words
safety-line-phone = Phone number
safety-line-person = Person
safety-plan-skip = Leave out any part you like.
safety-plan-what = A safety plan is for times when it gets very hard. It says how you notice it, what you can do, and whom you can ask. Many write it together with somebody.

## help-now

help-now-title = I need help now
help-now-call = Call { $name }
help-now-text = Text { $name }
help-now-emergency = Emergency: { $number }
help-now-my-people = My people
help-now-my-plan = My plan
help-now-my-clinic = My clinic
help-now-lines = Help lines
help-now-line-number = Number: { $number }
help-now-no-signal = The call did not go through. You can try another number, go to someone near you, or walk to a place with people.
help-now-try-again = Wait a moment and try again.
help-now-other-network = Try the emergency number again, away from walls if you can. It can use any network, even without credit.
help-now-ask-someone-near = Ask someone near you to call for you.
help-now-go-where-people-are = Go to a place with people: a neighbour, a shop, a clinic, a police or fire station.
help-now-works-offline = This page works without a network.
help-now-own-locked = Your own people and your plan are not shown while Handrail is locked.
help-now-unlock = Open to see them
help-now-checked-on = Number checked on { $day }
help-now-choose-country = Where are you?
help-now-no-lines = No help lines are known for this place. Call your local emergency number, or someone you trust.
help-now-danger = If you are in danger now, call the emergency number.
help-now-line-call = Call
help-now-line-text = Text
help-now-line-emergency = Emergency

## medication

medicine = Medicine
medicine-name = Name, or my own name for it
medicine-purpose = What it is for, in my words
medicine-schedule = When to take it, as my prescriber said
medicine-anchor = What I do every day at that time
medicine-anchor-time = About when that is
medicine-place = Where I keep it
medicine-cue = What reminds me
medicine-backup-cue = A second thing that reminds me
medicine-who-helps = Who helps
medicine-state = Where it is
medicine-state-active = I take it
medicine-state-paused = Paused, with my prescriber
medicine-state-stopped = No longer part of my day
medicine-note = Note about my medicine
medicine-note-medicine = Medicine
medicine-note-part = What kind of note
medicine-note-part-good-side = Good side
medicine-note-part-bad-side = Not so good side
medicine-note-part-side-effect = Side effect
medicine-note-part-question = Question for my prescriber
medicine-note-wording = In my own words
medicine-note-how-bad = How much it bothers me
medicine-note-how-bad-0 = Not at all
medicine-note-how-bad-1 = A little
medicine-note-how-bad-2 = Quite a bit
medicine-note-how-bad-3 = A lot
medicine-note-since = Since
medicine-note-answer = What my prescriber said
medicine-note-state = Where it is
medicine-note-state-open = Open
medicine-note-state-asked = Asked
medicine-note-state-gone = Gone
dose = Dose
dose-medicine = Medicine
dose-occurrence = Day
dose-result = What I did
dose-result-taken = Taken
dose-result-skipped = Skipped
dose-result-later = Later
dose-note = My note
medication-talk-with-prescriber = Please talk with your prescriber before you change anything.
medication-what = If you take medicine, this sheet helps you fit it into your day, and keeps what you want to ask. It tells you nothing about doses.
medication-empty = There is no medicine here yet.
medication-add = Add a medicine
medication-anchor-example = For example: after I brush my teeth.
medication-earlier = What I noted earlier

## substance-use

substance-line = Line about alcohol and drugs
substance-line-part = What kind of line
substance-line-part-reason = Why I use
substance-line-part-good-using = Good sides of using
substance-line-part-bad-using = Not so good sides of using
substance-line-part-good-not-using = Good sides of not using
substance-line-part-bad-not-using = Hard sides of not using
substance-line-part-risky-situation = When it is hard to say no
substance-line-part-instead = What I can do instead
substance-line-part-plan = My plan
substance-line-wording = In my own words
substance-line-my-answer = What I do then
substance-line-who = Who can help
substance-entry = What I used
substance-entry-what = What
substance-entry-how-much = How much
substance-entry-situation = What was going on
substance-entry-what-helped = What helped, or could help next time
substance-what = Here you can look at what alcohol or drugs do for you, the good and the not so good, and make your own plan. Nothing is asked of you, and nothing is counted.
substance-log = My log

## stress

stress-line = Line about stress
stress-line-part = What kind of line
stress-line-part-life-event = Big changes in my life
stress-line-part-hassle = Small daily troubles
stress-line-part-sign = How I notice stress
stress-line-part-prevent = What keeps stress away
stress-line-part-cope = What helps when I am stressed
stress-line-part-plan = My plan
stress-line-list-id = From the list
stress-line-sphere = Where I notice it
stress-line-sphere-body = In my body
stress-line-sphere-thoughts = In my thoughts
stress-line-sphere-feelings = In my feelings
stress-line-sphere-actions = In what I do
stress-line-wording = In my own words
stress-line-who = Who
stress-line-when-words = When

## life-areas

life-area = Area of my own
life-area-name = Name
life-area-state = Keep it?
life-area-state-keep = One of mine
life-area-state-drop = Set aside
life-area-rating = How I find it now
life-area-rating-area = Area of my life
life-area-rating-own-area = Area of my own
life-area-rating-rating = How happy I am with it
life-area-rating-wish-to-change = Do I want to change it?
life-area-rating-wish-to-change-yes = Yes
life-area-rating-wish-to-change-not-now = Not now
life-area-rating-note = My note
life-area-rating-goal = The goal that came of it
life-area-skipped = Left out
life-area-make-a-goal = Make a goal of it
life-areas-what = Look at the parts of your life, one at a time. You can stop and go on later.
life-areas-look = Look at them one by one
life-areas-go-on = Go on where I was
life-areas-all-seen = That was the last one.
life-area-add = Add an area of my own
life-area-listed-other = An area of the programme

## recovery

recovery-meaning = What recovery means to me
recovery-meaning-meaning = Recovery, for me, is
recovery-meaning-what-helps = What helps me
recovery-meaning-who-inspires-me = Who inspires me
recovery-write = Write it down
recovery-write-anew = Write it anew
recovery-empty = Recovery means something different to everybody: work, friends, a calm day. What is it for you?
recovery-earlier = What I wrote earlier

## people

person = Person
person-name = Name
person-relation = Who they are to me
person-closeness = How close
person-closeness-1 = Close
person-closeness-2 = In between
person-closeness-3 = Further away
person-what-they-give = What they give me
person-what-i-want = What I would like of them
person-phone = Phone number
person-takes-part = How they take part
person-takes-part-reads-handouts = Reads handouts
person-takes-part-goes-through-them = Goes through them with me
person-takes-part-joins-meetings = Joins some meetings
person-takes-part-helps-with-plans = Helps me make plans
person-help-now = Shown on “I need help now”
person-state = Keep them here?
person-state-keep = On my map
person-state-drop = Set aside
contact-practice = A contact in steps
contact-practice-person = Person
contact-practice-what = What I want to do
contact-practice-say-first = What I say first
contact-practice-say-then = What I say then
contact-practice-if-it-is-hard = What I do if it is hard
contact-practice-state = Where it is
contact-practice-state-active = Practising
contact-practice-state-done = Done
contact-practice-state-let-go = Let go
contact-try = How it went
contact-try-practice = Contact
contact-try-role-play = In a role play
contact-try-result = How did it go?
contact-try-result-done = Done
contact-try-result-partly = Partly
contact-try-result-not-yet = Not yet
contact-try-how-it-went = In my own words
permission = Permission
permission-person = Who
permission-item = What they may see
permission-item-goals = My goals
permission-item-steps = My steps
permission-item-homework = My { $homework }
permission-item-meetings = My meetings
permission-item-plan = My plan
permission-item-safety-plan = My safety plan
permission-item-warning-signs = My warning signs
permission-item-check-ins = My check-ins
permission-item-coping = What helps me cope
permission-item-contact-practice = Contacts I practise
permission-item-medicines = My medicines
permission-item-doses = What I took
permission-item-substance-use = Alcohol and drugs
permission-item-stress = Stress
permission-item-needs = What I need
permission-item-lifestyle = Living well
permission-item-progress-check = My progress checks
permission-from-day = From
permission-until-day = Until
permission-reason = Why
permission-given-on = Given on
permission-revoked-on = Taken back on
permission-kept-what-was-read = What was already read cannot be unread.
person-nobody = None of these people
people-add = Add somebody
people-empty = Write down who is good for you, or whom you would like to see more of. One name is enough.
people-others = Others
people-set-aside = Those I set aside
contacts = Contacts I practise
contacts-example = For example: ask Maya to come for tea.
permissions = Who may see what
permissions-what = You decide who may know what, and for how long. You can take it back at any time.
permissions-none = Nobody has a permission just now.
permissions-give = Give a permission
permissions-take-back = Take it back
permissions-others = Earlier and later ones

## needs

need = Something I need
need-list-id = From the list
need-wording = What I need
need-who-to-ask = Whom to ask
need-phone = Phone number
need-question = What I want to know
need-what-i-say = What I say
need-appointment = Appointment
need-outcome = What came of it
need-state = Where it is
need-state-wanted = I want this
need-state-used = I have this
need-state-asked = I have asked
need-state-settled = Settled
need-state-let-go = Let go
needs-empty = Write down what you need, such as a place to live, money advice or a bus pass, and whom you could ask.
needs-list = Services to choose from

## lifestyle

lifestyle-entry = Line of a log
lifestyle-entry-log = Log
lifestyle-entry-wording = In my own words
lifestyle-entry-amount = How much
lifestyle-entry-amount-minutes = Minutes
lifestyle-entry-amount-times = Times
lifestyle-entry-amount-none = In words only
lifestyle-change = One small change
lifestyle-change-log = Log
lifestyle-change-wording = What I change
lifestyle-change-started = Started
lifestyle-change-state = Where it is
lifestyle-change-state-trying = Trying it
lifestyle-change-state-kept = I keep it
lifestyle-change-state-let-go = Let go
lifestyle-empty = One small change is enough, such as a short walk after lunch.
lifestyle-choose = Choose one small change
lifestyle-how-is-it = Change it, keep it, or let it go
lifestyle-logs = Note something
lifestyle-earlier = What I noted
lifestyle-changes = Other changes I tried
lifestyle-example = For example: a short walk after lunch.
lifestyle-no-log = None of these logs

## progress-check

progress-check = Progress check
progress-check-instrument = Questions
progress-check-version = Version
progress-check-filled-by = Filled in by
progress-check-filled-by-client = Me
progress-check-filled-by-practitioner = My practitioner
progress-check-answers = Answers
progress-check-note = My note
progress-check-look-back = { $count ->
    [one] Think of the last month.
   *[other] Think of the last { $count } months.
}
progress-check-skip = Leave out any question you like.
progress-check-not-counted = Does not apply
progress-check-fill-in = Fill it in
progress-check-empty = A check now and then shows you what has changed. It is no test, and it has no marks.
progress-check-own = Forms of my clinic
progress-check-earlier = Filled in earlier

## programme

enrolment = My programme
enrolment-programme = Programme
enrolment-edition = Edition
enrolment-format = How the meetings are held
enrolment-format-individual = One to one
enrolment-format-group = In a group
enrolment-format-both = Both
enrolment-group-size = People in the group
enrolment-started = Started
enrolment-planned-meetings = Meetings planned
enrolment-trial-meetings = Try it for so many meetings
enrolment-state = Where I am
enrolment-state-trial = Trying it out
enrolment-state-active = Taking part
enrolment-state-paused = Resting
enrolment-state-graduated = Finished
enrolment-state-left = Left
enrolment-booster = Meetings after the course
enrolment-repeat-of = Taken once more
enrolment-ended = Ended
module-progress = Part of the programme
module-progress-module = Part
module-progress-state = Where I am
module-progress-state-not-started = Not started
module-progress-state-current = Working on it
module-progress-state-done = Done
module-progress-state-revisit = Once more
module-progress-started = Started
module-progress-finished = Finished
module-progress-title = Name of the part
handout-use = Handout
handout-use-module = Part of the programme
handout-use-section = Section
handout-use-how = How it was read
handout-use-how-opened = Opened here
handout-use-how-given = Given on paper
handout-use-how-read-together = Read together
handout-use-with-whom = With whom
worksheet-answer = My answer
worksheet-answer-module = Part of the programme
worksheet-answer-question = Question
worksheet-answer-asked = Question
worksheet-answer-answer = My answer
worksheet-answer-made-day = Written on
programme-name = { $programme }
programme-not-reviewed = Not yet reviewed
programme-reviewed-by = Reviewed by { $name } on { $day }
programme-trial-decide = { $count ->
    [one] You have been to { $count } meeting. Would you like to go on?
   *[other] You have been to { $count } meetings. Would you like to go on?
}
programme-clinic-handout = Your clinic uses its own sheet: { $title }
programme-other-language = This text is not yet there in your language.
programme-for-supporters = For supporters
programme-try-it = Try it
programme-homework-ideas = Ideas for { $homework }
fidelity-group-size = Size of the group
fidelity-length-and-rhythm = How many meetings, how often
fidelity-curriculum = Parts of the programme
fidelity-handouts = Handouts
fidelity-significant-others = Supporters
fidelity-goal-setting = Goals
fidelity-goal-follow-up = Coming back to the goals
fidelity-motivational = Finding reasons to change
fidelity-educational = Learning facts
fidelity-cognitive-behavioural = Practising skills
fidelity-coping-training = Practising what helps to cope
fidelity-relapse-prevention = A plan to stay well
fidelity-medication-tailoring = Fitting medicines into the day
programme-take-part = Take part
programme-go-on = Go on where I am
programme-missing = The texts of this programme are not on this phone just now. What you wrote is here.
programme-parts = Its parts
programme-choose-parts = Choose which parts are for me
programme-earlier = Earlier
programme-sheets = Sheets for this part
programme-idea-taken = It is on my list. Look at it
programme-print-handouts = Print the handouts
handouts = To read
handout-note = Note how I read it
programme-more-ideas = Show more ideas

## today

today-title = Today
today-help-now = I need help now
today-emergency-sign = You marked “{ $sign }” today. Help comes first.
today-plan-in-use = Your plan is in use. Here is the next thing in it.
today-open-my-plan = Your own rule says it is time for your plan.
today-higher-than-usual = Your signs have been a bit higher than your usual. You can look at your plan.
today-meeting-today = You have a meeting today.
today-meeting-today-at = You have a meeting today at { $time }.
today-meeting-tomorrow = You have a meeting tomorrow.
today-my-cue = It is about time for this.
today-homework = This is your { $homework } for today.
today-step = This is your next small step.
today-check-in = Would you like to check in?
today-proposal-waiting = Something was suggested to you. You decide.
today-rest-day = Nothing is asked of you today. That is fine.
today-and-then = And then
today-quick-help = Quick help
today-quick-help-coping = Something that helps me cope
today-quick-help-plan = My plan
today-talk-about-open = { $count ->
    [one] One thing to talk about next time
   *[other] { $count } things to talk about next time
}
today-proposals-waiting = { $count ->
    [one] One suggestion
   *[other] { $count } suggestions
}
today-log-homework = How did it go?
today-check-in-do = Check in
today-look-at-plan = Look at my plan
today-look-at-suggestion = Look at it
today-prepare-meeting = Get ready for my meeting
today-something-now = I need something now
today-first-goal = Choose something I want

## proposals

proposal = Suggestion
proposal-kind = What kind
proposal-kind-homework = { $Homework }
proposal-kind-step = A step
proposal-kind-unknown = Something this app does not know yet
proposal-body = What was suggested
proposal-from = { $name } suggests
proposal-state = Where it is
proposal-state-waiting = Waiting for you
proposal-state-accepted = Yes, mine
proposal-state-changed = Mine, with changes
proposal-state-declined = Not for me
proposal-state-withdrawn = Taken back
proposal-answered-day = Answered on
seen-line = A line from my practitioner
seen-line-from-name = From
seen-line-wording = What they wrote
seen-line-made-day = Written on
proposals-title = Suggestions to me
proposals-empty = Nothing was suggested to you. What you do is up to you.
proposals-decide = You decide. You need to give no reason.
proposals-earlier = Answered
proposals-seen = Lines to me

## reminders

reminder-neutral = You have a reminder.
reminder-earlier-today = From earlier today: you have a reminder.
reminder-homework = Your { $homework }: { $title }
reminder-step = Your step: { $title }
reminder-check-in = Would you like to check in?
reminder-meeting = Your meeting is at { $time }.
reminder-done = Done
reminder-later = Later
reminder-not-today = Not today
reminder-could-not-be-set = Your phone did not set this reminder.
reminder = Reminder
reminder-title = What to remind me of
reminder-about = What it is about
reminder-about-own = Something of my own
reminder-about-step = My step
reminder-about-homework = My { $homework }
reminder-about-check-in = My check-in
reminder-about-medicine = A medicine
reminder-about-plan-review = Looking at my plan
reminder-about-session = A meeting
reminder-about-life-areas = Areas of my life
reminder-schedule = When
reminder-nth-first = the first
reminder-nth-second = the second
reminder-nth-third = the third
reminder-nth-fourth = the fourth
reminder-nth-last = the last
reminder-if-missing-clamp = On the last day of that month
reminder-if-missing-skip = Leave that month out
reminder-importance = How much it matters
reminder-importance-low = A little
reminder-importance-normal = As most things
reminder-importance-high = A lot
reminder-exactness = How close to the time
reminder-exactness-inexact = Within some minutes
reminder-exactness-exact = On the minute
reminder-ahead-min = Minutes before
reminder-again-times = How many times to remind me again
reminder-again-after-min = Minutes until then
reminder-in-quiet-hours = It may come in my quiet hours
reminder-state = Is it on?
reminder-state-on = On
reminder-state-off = Off
reminder-several = { $count ->
    [one] You have { $count } reminder.
   *[other] You have { $count } reminders.
}
reminder-own = { $title }
reminder-meeting-day = Your meeting is coming up.
reminder-keep-going = Open Handrail to keep your reminders going.
reminder-test = This is a test. It came.
reminder-channel-practice = Things to do
reminder-channel-check-in = Checking in
reminder-channel-appointments = Appointments
named-time-on-waking = When I get up
named-time-after-breakfast = After breakfast
named-time-midday = In the middle of the day
named-time-afternoon = In the afternoon
named-time-after-dinner = After my evening meal
named-time-evening = In the evening
named-time-before-bed = Before I go to bed
health-all-well = Nothing stands in the way of your reminders.
health-nothing-set = No reminders are set.
health-notifications-off = Your phone does not let Handrail show reminders.
health-notifications-off-do = Turn on notifications for Handrail.
health-channel-off = One kind of reminder is turned off on your phone.
health-channel-off-do = Turn it on again, if you want it.
health-before-start = A reminder was for a time before your phone was started.
health-not-shown = A reminder may not have come.
health-test-do = Send yourself a test.
health-battery = Your phone saves battery and may hold reminders back.
health-battery-do = Let Handrail work in the background.
health-late = { $count ->
    [one] Reminders came about { $count } minute after their time.
   *[other] Reminders came about { $count } minutes after their time.
}
health-exact-off = Your phone may show reminders some minutes after their time.
health-exact-off-do = Let Handrail remind you to the minute, if that matters to you.
health-became-shown = It came.
health-became-shown-late = { $count ->
    [one] It came { $count } minute after its time.
   *[other] It came { $count } minutes after its time.
}
health-became-answered = You answered it.
health-became-given = Your phone has it. It is not known whether it came.
health-became-could-not-be-set = Your phone did not take it.
health-became-not-shown = It did not come.
reminder-every-hours = { $count ->
    [one] Every hour
   *[other] Every { $count } hours
}
reminder-every-days = { $count ->
    [one] Every day
   *[other] Every { $count } days
}
reminder-from = The first time at { $time }
reminder-other-days = On the days it has now
reminder-on-days = On some days of the week
reminder-some-hours = Every few hours, also at night
reminder-first-day = First day
reminder-first-time = First time
reminder-how-many-hours = How many hours from one to the next
reminder-hours-real = These are real hours. They do not move when the clocks change.
reminder-at = At what time of day
reminder-at-time = At a time of my own
reminder-zone = When I travel
reminder-zone-here = It goes by the clock where I am
reminder-zone-of = It always goes by the clock of { $zone }
reminders-new = New reminder
reminders-empty = You have no reminders. You can make one for anything you like.
reminders-may = May your phone show it?
reminders-may-why = So that your reminder can reach you, your phone will ask you now whether Handrail may show it.
reminders-may-words = It only says that you have a reminder. If you say no, it is kept here in your list.
reminders-allow = Ask me
reminders-in-app = Your reminders are kept here. Your phone does not show them.
reminders-check = Check my reminders
reminders-test = Send me a test
reminders-settings = Open the phone’s settings
reminders-last-due = Last one due
reminders-last-shown = Last one shown
reminders-last-test = Last test
reminders-recent = The last seven days
reminder-preferences = Quiet hours and times of day
reminder-quiet = Quiet hours
reminder-quiet-what = Nothing comes by itself in these hours. Leave them open if you want none.
reminder-quiet-from = Quiet from
reminder-quiet-until = Quiet until
reminder-by-itself = Remind me of
reminder-session-eve = The evening before a meeting
reminder-session-day = On the day of a meeting
reminder-my-times = My times of day

## calendar: a copy of reminders for another calendar

calendar-text-neutral = Only that there is a reminder
calendar-text-full = My own words
calendar-left-off = It is turned off.
calendar-left-finished = It does not come any more.
calendar-left-silent = Nothing reminds you of it at the moment.
calendar-note-copy = This is a copy. What you change in Handrail later does not change it.
calendar-note-words = Anyone who can see that calendar can read your words.
calendar-note-quiet = That calendar does not know your quiet hours. It may remind you in them.
calendar-note-zones = Clock changes are written down until the year { $year }.
calendar-title = A copy for another calendar
calendar-what = This makes a file with your reminders that another calendar can open.
calendar-says = What its entries say
calendar-save = Save the file

## review

review-read-before-meeting = { $name } reads this before the meeting on { $day }, not sooner.
review-read-at-next-meeting = { $name } reads this at the next meeting, not sooner.
review-shown-only = Nobody gets this unless you show or send it.
review-opened = Opened on
review-plan-part = Part of the plan
review-answer = My answer
review-answer-accepted = Yes, mine
review-answer-changed = Mine, with changes
review-answer-declined = Not for me
review-day = Day
review-time = Time
review-origin = How it came about
review-module = Part of the programme
review-why = Why
review-how-often = How often
review-with-whom = With whom
review-confidence = How sure I am
review-smaller-version = Smaller version
review-result = How it went
review-smaller-done = I did the smaller version
review-smaller-done-smaller = Yes
review-obstacle = What got in the way
review-helpfulness = How much it helped
review-note = My note
review-done = Done
review-partly = Partly
review-not-yet = Not yet
review-week = Week of
review-state = Where it is
review-how-will-we-know = How I will know
review-by-about = By about
review-what-helped = What helped
review-got-in-the-way = What got in the way
review-next-step = What comes next
review-what-next = What next
review-helped = Helped
review-helped-a-lot = Helped a lot
review-helped-a-little = Helped a little
review-helped-not = Did not help this time
review-helped-open = Not rated
review-before = Before
review-after = After
review-tries = Tries
review-comparison = Looking at my ratings
review-key-sign = Key sign
review-key-sign-key-sign = Yes
review-rating = Rating
review-ratings = Ratings
review-mean = Mean
review-usual-state = My usual
review-usual-state-learning = Getting to know my usual
review-usual-state-about-usual = About my usual
review-usual-state-higher-than-usual = Higher than my usual
review-usual-state-not-enough-ratings = Not enough ratings to say
review-usual-for-now = For now
review-usual-for-now-for-now = For now
review-usual-level = My usual level
review-usual-day = Day
review-usual-opened = Higher since
review-usual-closed = Until
review-usual-reset = Set anew together on
review-good-level = How it was in good times
review-month = Month of
review-days-rated = Days rated
review-concept-talk-about = What I want to talk about
review-concept-homework = My { $homework }
review-concept-homework-result = How it went
review-concept-homework-review = Talked over
review-concept-homework-trend = My { $homework }, week by week
review-concept-long-term-goal = My goal
review-concept-short-term-goal = Short-term goal
review-concept-step = Step
review-concept-step-result = How the step went
review-concept-goal-review = Looking back at the goal
review-concept-coping-strategy = What helps me cope
review-concept-coping-entry = A try
review-concept-coping-trend = Coping, week by week
review-concept-warning-sign = My warning sign
review-concept-check-in = Check-in
review-concept-signs-trend = My signs, week by week
review-concept-signs-months = My signs, month by month
review-concept-good-time = A good time
review-concept-usual = My usual
review-concept-own-rule = My own rule
review-concept-plan-line = My plan
review-concept-plan-event = My plan
review-concept-answer = My answer to a suggestion
review-concept-session = Next meeting
review-switch-coping-notes = Notes about coping
review-switch-homework-notes = Notes about my { $homework }
review-switch-sign-notes = Notes about my warning signs
review-switch-plan = My plan
review-packet-state-waiting = On this phone, waiting to be sent
review-packet-state-delivered = Sent
review-packet-state-opened = Opened
review-packet-state-filed = Kept in the clinic’s record
review-once = once
review-daily = every day
review-weekly = every week
sync-nobody-paired = Everything is on this phone only.
sync-all-sent = Everything is sent.
sync-waiting = { $count ->
    [one] One review waits to be sent. It is safe here.
   *[other] { $count } reviews wait to be sent. They are safe here.
}
sync-something-missing = Something did not arrive. Your notes are safe here.
sync-show-at-meeting = Please show this to { $name } at your next meeting.
sync-show-at-meeting-somebody = Please show this at your next meeting.
sync-please-update = Please update Handrail.
sync-backed-up = Backed up until { $when }.
sync-backup-waiting = What is new waits for your backup. It is safe here.
sync-backup-code = Your backup begins when you have typed in its code once.
sync-backup-full = Your backup is full. Everything new is safe on this phone.
sync-backup-gone = Your backup is no longer kept there. Your notes are safe on this phone. You can turn it on again.
review-send = Send to { $name }
review-sent-note = It is ready. It goes with the next connection.
review-show = Show it on this screen
review-print = Print
review-period = What time it is about
review-period-meeting = Since my last meeting
review-period-week = The last week
review-period-month = The last four weeks
review-too-large = This is more than one page can hold. Choose a shorter time to send it. You can show and print it as it is.
review-empty = Nothing is on this page. What you write in Handrail can be shown here.
review-leave-out = Leave out
review-put-in = Put in again
review-left-out = Left out. Nobody sees that something was here.
review-always = On every page
review-always-more = Turn on what you want to show each time.
review-lines-in = { $count ->
    [one] One line goes in.
   *[other] { $count } lines go in.
}
review-lines-out = { $count ->
    [one] One line is left out.
   *[other] { $count } lines are left out.
}
review-leave-all-out = Leave all of it out
review-put-all-in = Put all of it in again
review-always-these = Each time: { $what }
review-always-none = Nothing more than usual
review-sent = What I sent
sent-now = Send now
sent-sending = Sending and fetching.
sent-empty = You sent nothing so far.
sent-take-back = Take back
sent-taken-back = Taken back. Nothing was sent.
sent-waits-for-key = It waits for the other side. You need to do nothing.
sync-bytes = Sent: { $sent } bytes. Received: { $received } bytes.

## backup

backup-off = Your notes are on this phone only.
backup-code-waits = One step is left: type in the code from your sheet.
backup-on = Your backup is on.
backup-full = Your backup is full. Everything new is safe on this phone.
backup-gone = Your backup is no longer kept there. Your notes are safe on this phone. You can turn it on again.
backup-who-can-read = Only your phones and your recovery sheet can open your backup. The place that keeps it cannot read it.
backup-sheet-title = My recovery sheet
backup-sheet-what = If I lose my phone, this sheet brings my notes back on a new one. I keep it where only I find it.
backup-sheet-address = Address: { $relay }
backup-code-again = Type in the code from your sheet, so that you know it works.
backup-code-right = That is right. Your sheet works.
backup-code-differs = Please look at group { $group } again.
backup-code-length = Some characters are missing, or there are too many.
restore-begin = Scan your recovery sheet, or type in its code.
restore-no-backup = No backup opens with this code. Please look at the sheet again.
restore-coming = Your notes are coming back.
restore-found = Last entry: { $day }. Entries: { $count }.
restore-is-it-yours = Are these your notes?
restore-some-missing = Some notes may be missing. What came is safe here. Please show this at your next meeting.
restore-beside = There are notes on this phone already. They stay, and those from your backup come beside them. Nothing is lost.
restore-old-phone-lost = Is your old phone lost? Then it can no longer open your backup.
backup-erase-ask = This erases your backup for all your phones. Your notes stay on this phone.
second-phone-show = Scan this with Handrail on your other phone or tablet. It works for ten minutes.
second-phone-scan = Scan the code that your first phone shows. Use Handrail for this, no other app.
second-phone-words = Are these four words the same on both screens?
second-phone-joined = This phone has your notes now. Both go on together.
second-phone-different = Then nothing was shared. You can begin again with a new code.
helped-offer = A way back with help: one half on a card, the other with { $name }. Only both together open your backup.
helped-who-can-read = { $name } and the place that keeps your backup cannot open it, not even together. Your card is missing to them.
helped-card-title = My card for a new phone
helped-card-what = If I lose my phone, this card and { $name } together bring my notes back. By itself it opens nothing.
helped-card-address = Address: { $relay }
helped-join = Type in your card, and what { $name }'s screen shows. Then you both know that it works.
helped-join-right = That is right. Your card works.
helped-join-card = Please look at group { $group } of your card again.
helped-join-theirs = Please look at group { $group } on { $name }'s screen again.
helped-join-length = Some characters are missing, or there are too many.
helped-join-whole = This is a whole recovery code. It works by itself.
helped-join-same = These are two of the same half. One is on your card, the other on { $name }'s screen.
helped-join-other = These two do not belong together. One may be from an earlier card.
helped-new-card = You have a new card now. The old one opens nothing any more.
backup-turn-on = Turn my backup on
backup-type-code = Type in the code
backup-second-phone = Add a second phone
backup-now = Back up now
backup-phones = My phones
backup-this-phone = This phone
backup-other-phone = Another phone
backup-phone-seen = Something new came from it: { $day }
backup-phone-removed = Out since { $day }
backup-phone-remove = Take this phone out
backup-phone-out = It is out with the next connection. What is on it stays on it.
backup-off-title = Without a backup
backup-off-what = Turned off, nothing new goes into it. Your notes stay on this phone.
backup-turn-off = Turn it off
backup-erase = Erase what is kept there
backup-erase-yes = Erase my backup
backup-make-sheet = Make my recovery sheet
backup-where = Where it is kept
backup-with = Where { $name } works
backup-elsewhere = Somewhere else
backup-address = Address
backup-address-hint = It begins with https://
backup-code = Code
backup-write-down = Print it, or write it down by hand. A picture of it would be in your photos, where others may look.
backup-see-sheet = Show the sheet again
code-scan = Scan the code
code-square = A square code. It says the same as the words on this page.
code-minutes-left = { $count ->
    [one] { $count } minute is left. After that you can start again.
   *[other] { $count } minutes are left. After that you can start again.
}
progress-of = { $done } of { $of }
progress-received = Received: { $count } bytes
helped-title = A way back with help
helped-make = Make a card with { $name }
helped-my-half = From my card
helped-their-half = From { $name }’s screen
helped-see-card = Show the card again
second-title = A second phone
second-show = Show a code
second-what-first = Have the other phone beside you. It scans a code from this one. Then both have the same notes.
second-what-second = On your other phone, open “My backup” and choose “Add a second phone”. Then scan its code here.
second-scan-this = Scan this with your other phone.
second-scanned = I scanned it
second-waits = This phone waits for the other one.
second-words = Are the same words on the other phone?
restore-title = Bring my notes back
restore-code = Code from my sheet or card
restore-theirs = The other half
restore-theirs-when = Only with a card: what your practitioner’s screen shows.
restore-other-code = Use another code
restore-yes = Yes, these are mine
restore-no = No, these are not mine
restore-done = Your notes are back.

## readers

reader-introduced = { $by } asks you to share with { $name } too.
reader-introduced-more = It is your choice. Nothing goes to { $name } before you say yes, and you can end it again at any time.
reader-introduced-yes = Yes, share with { $name } too
reader-introduced-no = Not now
reader-not-checked = Not checked yet. Compare four words with { $name } when you next meet.
reader-introduced-by = Introduced by { $by }
reader-words = Are these the words on { $name }’s screen?
reader-words-later = The words come once this phone and { $name }’s page have both been online.
reader-words-same = Same words
reader-words-different = Different words
reader-words-ended = You no longer share with { $name }. Nothing more goes to them. Your notes are safe here.
reader-elsewhere = You share with { $name } already.
reader-five = Five people can read with you. To add { $name }, first choose someone to leave out.
readers-add = Share with a practitioner
readers-empty = Nobody reads with you. Everything is on this phone only.
readers-introduced = Somebody new
readers-since = Since: { $day }
readers-compare = Compare four words
readers-remove = No longer share
readers-remove-what = Nothing more goes to { $name }. What { $name } has read, { $name } has read.
readers-remove-yes = Yes, share no longer
readers-removed = Nothing more goes there.
readers-former = From my phone before
readers-former-what = You shared with them before. Nothing goes to them until you pair again at a meeting.
readers-end-former = End it
introductions-empty = Nobody new is waiting.
pair-what = Do this together, at a meeting. The practitioner’s screen shows a code. Scan it here.
pair-what-goes = Nothing of yours goes there by this. You decide each time what to send.
pair-type = Or type or paste the code
pair-is-it = Is { $name } the person in front of you?
pair-go = Yes, go on
pair-waits = This phone waits for { $name }.
pair-words = Compare four words
pair-over = This code is no longer good. Nothing was kept. Ask for a new one and start again.
pair-different = It was stopped, and nothing was kept. You can start again with a new code.

## export

export-title = My Handrail notes
export-made-on = Taken out on { $day }
export-of-person = Notes of { $name }
export-blank = A blank sheet to fill in by hand
export-contents = What is in here
export-empty-sheet = Nothing written here yet.
export-page = Page { $number }
export-earlier-words = Earlier words
export-written-on = Written on { $day }
export-sheet-of-kind = { $sheet }: { $count }
export-yes = Yes
export-no = No
export-not-answered = Left open
export-rating-of = { $value } of { $of }
export-demo = Demo: this person is made up.
export-private = This page holds private notes. Keep it in a safe place.
export-health-text = This text does not take the place of talking with your care team.
take-out-what = Everything you wrote is yours. You can take all of it out as one file, and Handrail can read it in again.
take-out-private = The file is not locked. Anyone who has it can read it.
take-out-file = Take everything out
take-out-under-way = This can take a minute.
take-out-done = Everything is in the file.
take-out-print = Print everything
take-out-print-blank = Print blank sheets
take-out-in = Bring a file in
take-out-in-what = Only where nothing was written yet, such as on a new phone.
take-out-in-file = Choose a file
take-out-came-in = Everything from the file is here.
take-out-not-empty = Something is written on this phone already, so nothing was brought in. Nothing was changed.
take-out-erase = Erase everything
take-out-erase-line = From this phone, for good
take-out-erase-what = This erases everything you wrote on this phone. There is no way back. Take it out first if you want to keep it.
take-out-erase-not = What you sent to somebody stays with them. A backup stays until you erase it under “My backup”.
take-out-erase-word = erase
take-out-erase-type = To go on, type: { $word }
take-out-erased = Everything is erased from this phone. You can begin anew.

## errors

error-closed = Your notes are closed just now. Please open the app again.
error-key-missing = This phone did not give the key to your notes. You can bring them back from your backup.
error-key-wrong = This key does not fit your notes. Nothing was changed.
error-newer-version = Your notes were written by a newer Handrail. Please update the app. Nothing was changed.
error-damaged = A part of your notes could not be read. All that could be read is safe. Please open the app once more.
error-not-found = This is no longer there.
error-invalid = This could not be kept as it is.
error-storage-full = There is no room left on this phone. What you wrote before is safe. Please free some space.
error-storage-busy = Your notes are open in another place. Please try again.
error-storage-other = The phone could not keep this. What you wrote before is safe.
error-network-offline = There is no connection now. Everything works without it. What waits is sent later.
error-network-refused = The clinic’s relay said no. Your notes are safe here.
error-cancelled = Stopped. Nothing was changed.
error-internal = Something went wrong inside Handrail. Nothing was changed. Please try again.
error-reason-empty = Please write something here.
error-reason-too-long = { $count ->
    [one] Please use at most { $count } letter.
   *[other] Please use at most { $count } letters.
}
error-reason-out-of-range = Please choose a number from { $min } to { $max }.
error-reason-impossible-date = Please check the day or the time.
error-reason-unknown-choice = Please choose one from the list.
error-reason-unknown-id = This is no longer there. Please choose again.
error-reason-wrong-state = This does not fit right now.
error-reason-too-many = { $count ->
    [one] At most { $count } fits here.
   *[other] At most { $count } fit here.
}
error-reason-malformed = This could not be read. Please check it.

## settings

setting-name = The name I go by
setting-language = Language
setting-day-boundary-min = When my new day begins
setting-check-in-rhythm = How often I check in
setting-check-in-rhythm-off = Only when I want to
setting-check-in-rhythm-daily = Every day
setting-check-in-rhythm-weekly = Once a week
setting-usual-on = Compare with my usual
setting-usual-sensitivity = How soon it speaks
setting-usual-sensitivity-quieter = Later
setting-usual-sensitivity-standard = As it is
setting-usual-sensitivity-sooner = Sooner
setting-lock-screen-words = What the locked screen shows
setting-lock-screen-words-neutral = Only that there is a reminder
setting-lock-screen-words-full = My own words
setting-demo = This person is made up

## paper, and sheets in a review

sheet-visit = For my visit
review-concept-sheet = Another sheet
review-sheet = Sheet
review-sheet-line = What it says
review-switch-sheets = Other sheets
fidelity-share = Share
fidelity-fact-group-size = People in the group
fidelity-fact-meetings-held = Meetings held
fidelity-fact-meetings-planned = Meetings planned
fidelity-fact-meetings-ticked = Meetings where it was ticked
fidelity-fact-weeks = Weeks
fidelity-fact-weeks-with-a-meeting = Weeks with a meeting
fidelity-fact-handouts-given = Handouts given
fidelity-fact-handouts = Handouts in all
fidelity-fact-modules = Parts in all
fidelity-fact-modules-done = Parts done
fidelity-fact-modules-current = Parts under way
fidelity-fact-modules-again = Parts taken once more
fidelity-fact-meetings-with-supporters = Meetings with supporters
fidelity-fact-homework-with-someone = { $Homework } done with somebody
fidelity-fact-steps-with-someone = Steps taken with somebody
fidelity-fact-contacts-tried = Contacts tried
fidelity-fact-supporters-taking-part = Supporters who take part
fidelity-fact-long-term-goals = Long-term goals
fidelity-fact-with-how-will-we-know = With a way to know they are reached
fidelity-fact-short-term-goals = Short-term goals
fidelity-fact-steps = Steps
fidelity-fact-meetings-with-goals = Meetings where a goal was talked over
fidelity-fact-goal-rows = Lines on the goal sheet
fidelity-fact-strategies = Coping strategies
fidelity-fact-strategies-practised = Strategies practised
fidelity-fact-tries = Tries
fidelity-fact-plan-parts = Parts of the plan filled in
fidelity-fact-signs = Warning signs
fidelity-fact-copies-given = Copies given
fidelity-fact-times-rehearsed = Times it was practised
fidelity-fact-medicines = Medicines
fidelity-fact-with-a-daily-act = Tied to something done daily
fidelity-fact-with-a-cue = With a reminder of one's own

## shell
# Buttons and sentences of the screens that belong to no one concept.

app-name = Handrail
shell-back = Back
shell-next = Next
shell-save = Save
shell-done = Done
shell-close = Close
shell-cancel = Stop
shell-not-now = Not now
shell-skip = Skip
shell-yes = Yes
shell-no = No
shell-add = Add
shell-change = Change
shell-remove = Take away
shell-undo = Undo
shell-again = Try again
shell-more = More
shell-earlier = Show earlier ones
shell-help-now = I need help now
shell-read-more = Read more
shell-saved = Saved.
shell-removed = Taken away.
shell-changed = Changed.
shell-loading = One moment.
shell-nothing-here = Nothing here yet.
shell-kept-as-typed = What you typed is kept.
shell-all-optional = You can leave anything out.
shell-step-of = Step { $number } of { $of }
shell-choose-day = Choose a day
shell-choose-time = Choose a time
shell-no-day = No day
shell-no-time = No time
shell-choose-language = Choose your language
shell-welcome-title = Welcome
shell-welcome-what = Handrail keeps what you want, your next small step, your { $homework } and what helps you. It is for the days between your meetings.
shell-welcome-yours = It is yours. Everything stays on this phone. You need no account and no network.
shell-welcome-share = If you want, you can show one page to your practitioner before a meeting. You see it first.
shell-welcome-not-emergency = It is no emergency service. “I need help now” shows whom you can call, without a network too.
shell-begin = Begin
shell-have-notes = I have notes from another phone
shell-now-title = I need something now
shell-now-what = What is it most like?
shell-now-hard = Something is hard right now
shell-now-problem = There is a problem to solve
shell-now-need = I need something from services
shell-now-helped = This helped you before
shell-now-plan = From your plan
shell-now-library = See what helps other people
shell-more-doing = What I do
shell-more-well = Staying well
shell-more-life = My life
shell-more-sharing = Meetings and sharing
shell-more-app = This app
shell-settings-about = About you
shell-settings-private = Who can look
shell-settings-lock = Ask for my finger, face or code when I open Handrail
shell-settings-lock-none = This phone has no lock of its own yet. You can set one in the phone’s settings.
shell-settings-hidden = Hide Handrail in the list of open apps
shell-settings-clinic = The line of my clinic
shell-settings-clinic-name = What it is called
shell-settings-clinic-phone = Phone number
shell-settings-clinic-hours = When somebody answers
shell-settings-day-begins = My new day begins at { $time }
shell-locked-title = Handrail is locked
shell-unlock = Open
shell-lock-why = Handrail asks whether it is you before it opens.
shell-key-lost-title = Your notes cannot be opened on this phone just now
shell-key-lost-what = They are still here, and nothing was changed. This phone did not give the key to them.
shell-key-lost-restore = Bring my notes back from my backup
shell-call-did-not-work = It did not go through
shell-say-number = Call this number: { $number }
shell-more-readers = Who reads with me
shell-more-reminders = My reminders
shell-more-backup = My backup
shell-more-take-out = Take out, print, erase
shell-scan-why = Hold the camera over the code. No picture is kept.
shell-scan-type-instead = Type it in instead
lines-up = Move up
lines-down = Move down
lines-more = Add more to it
lines-print = Print this sheet
lines-open = Open it
lines-open-private = Nobody else sees it. You can put it away again.
lines-put-away = Put this sheet away
lines-put-away-done = Put away. What is in it is kept.
lines-list = Choose from a list
shell-goals-title = What I want
shell-goals-new = Add something I want
shell-goals-empty = Here is room for what you want. It can be big or small.
shell-goals-from-areas = Look at my life first
shell-goals-new-part = Add a short-term goal
shell-goals-change-part = Change this short-term goal
shell-goals-new-step = Add a small step
shell-goals-to-active = Start on it
shell-goals-to-reached = I am there
shell-goals-to-paused = Let it rest
shell-goals-to-let-go = Let it go
shell-goals-change = Change this goal
shell-goals-change-words = Say it in other words
shell-goals-change-step = Change this step
shell-make-smaller = Make it smaller
shell-give = Give to another app
shell-start-again = Start again
shell-step-before = Back one step
