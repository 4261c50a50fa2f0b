import handrail

/// What is written about a goal, a part of it, a step, and how a step went.
enum GoalForms {
    /// - Parameter rating: what was said of an area of life that a new one comes of.
    static func form(_ id: LongTermGoalId?, _ rating: LifeAreaRatingId? = nil) -> SheetPlace {
        .form { record in
            let view = try record.goalForm(goal: id, rating: rating)
            let old = view.goal
            let wordless: @Sendable (Filled) -> Bool = { $0["title"].isEmpty }
            var fields: [FormField] = [
                .words("title", "long-term-goal-title", old?.title ?? "", lines: 2)
                    .examples("goal-examples", view.examples.map { $0.map(\.name.text) }, others: "goal-examples-others"),
                // What leads to a goal comes before there is one, what makes it clearer after.
                .folded("prompts", "goal-smart", view.prompts.map { .own($0.name.text) }).asked(wordless),
                .folded("questions", "goal-smart", view.questions.map { .own($0.name.text) }).asked { !wordless($0) },
                .words("why", "long-term-goal-why", old?.why ?? "", lines: 2),
                .words("how_will_we_know", "long-term-goal-how-will-we-know", old?.howWillWeKnow ?? "", lines: 2),
                .words("who_can_help", "long-term-goal-who-can-help", old?.whoCanHelp ?? ""),
            ]
            if old == nil {
                fields.append(.one("begin", "goal-begin", .active, labelled: "long-term-goal-state", of: [BeginAs.active, .idea]))
            }
            var notes: [Said] = [.say("goal-horizon-long")]
            if let area = view.area { notes.append(.labelled(.say("life-area-rating-area"), .own(area.text))) }
            if !view.prompts.isEmpty { notes.append(.say("goal-from-area")) }
            return FormPage(
                .say("long-term-goal"), notes: notes + [.say("shell-all-optional")], fields,
                then: old == nil ? .instead { "goal/\($0.id(of: "long_term_goal") ?? "")" } : .back
            ) { record, filled in
                let new = NewLongTermGoal(
                    title: filled["title"], why: filled["why"], howWillWeKnow: filled["how_will_we_know"], area: old?.area ?? "",
                    whoCanHelp: filled["who_can_help"], started: old?.started, byAbout: horizon(old?.byAbout, new: old == nil))
                if let id { return try record.editLongTermGoal(id: id, edit: new) }
                let begin: BeginAs = filled.one("begin") ?? .active
                return try rating.map { try record.goalFromArea(rating: $0, goal: new, begin: begin) }
                    ?? record.saveLongTermGoal(details: new, begin: begin)
            }
        }
    }

    private static func horizon(_ day: CivilDate?, new: Bool) -> Horizon? {
        day.map { .about(day: $0) } ?? (new ? .suggested : nil)
    }

    static func partForm(_ goal: LongTermGoalId, _ id: ShortTermGoalId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(try record.goals().goals.flatMap(\.shortTerm).first { $0.id == id }) }
            return FormPage(
                .say("short-term-goal"), notes: [.say("goal-horizon-short"), .say("shell-all-optional")],
                [
                    .words("title", "short-term-goal-title", old?.title ?? "", lines: 2),
                    .words("how_will_we_know", "short-term-goal-how-will-we-know", old?.howWillWeKnow ?? ""),
                    .words("strengths", "short-term-goal-strengths", old?.strengths ?? ""),
                    .words("obstacles", "short-term-goal-obstacles", old?.obstacles ?? ""),
                    .words("who_can_help", "short-term-goal-who-can-help", old?.whoCanHelp ?? ""),
                ]
            ) { record, filled in
                let new = NewShortTermGoal(
                    goal: goal, title: filled["title"], howWillWeKnow: filled["how_will_we_know"], strengths: filled["strengths"],
                    obstacles: filled["obstacles"], whoCanHelp: filled["who_can_help"], started: old?.started,
                    byAbout: horizon(old?.byAbout, new: old == nil))
                return try id.map { try record.editShortTermGoal(id: $0, edit: new) }
                    ?? record.saveShortTermGoal(details: new, begin: .active)
            }
        }
    }

    static func stepForm(_ goal: ShortTermGoalId, _ id: StepId?) -> SheetPlace {
        .form { record in
            let old = try id.map { try step(record, $0) }
            return FormPage(
                .say("step"), notes: [.say("goal-horizon-step"), .say("shell-all-optional")],
                [
                    .words("title", "step-title", old?.title ?? "", lines: 2),
                    .words("when_words", "step-when-words", old?.whenWords ?? ""),
                    .words("where_words", "step-where-words", old?.whereWords ?? ""),
                    .words("who", "step-who", old?.who ?? ""),
                    .words("how", "step-how", old?.how ?? ""),
                    .words("how_will_we_know", "step-how-will-we-know", old?.howWillWeKnow ?? ""),
                ]
            ) { record, filled in
                let new = NewStep(
                    goal: goal, title: filled["title"], who: filled["who"], whenWords: filled["when_words"],
                    whereWords: filled["where_words"],
                    how: filled["how"], howWillWeKnow: filled["how_will_we_know"], byAbout: horizon(old?.byAbout, new: old == nil),
                    reminderDay: old?.reminderDay, reminderTime: old?.reminderTime)
                return try id.map { try record.editStep(id: $0, edit: new) } ?? record.saveStep(details: new)
            }
        }
    }

    private static func step(_ record: Handrail, _ id: StepId) throws -> StepView {
        try found(try record.goals().goals.flatMap(\.shortTerm).flatMap(\.steps).first { $0.id == id })
    }

    /// How a step went. One choice says it; the rest may be left out.
    static func result(_ id: StepId) -> SheetPlace {
        .form { record in
            let about = try step(record, id)
            return FormPage(
                .own(about.title), notes: [.say("homework-any-try-counts")],
                [
                    .one("result", "step-result-result", StepOutcome?.none),
                    .words("what_helped", "step-result-what-helped").asked { !["", "not-yet"].contains($0["result"]) },
                    .words("got_in_the_way", "step-result-got-in-the-way").asked { !["", "done"].contains($0["result"]) },
                    .words("next_step", "step-result-next-step").asked { !$0["result"].isEmpty },
                ]
            ) { record, filled in
                guard let result: StepOutcome = filled.one("result") else { throw HandrailError.Invalid(field: "result", reason: .empty) }
                return try record.recordStep(
                    details: NewStepResult(
                        step: id, result: result, whatHelped: filled["what_helped"], gotInTheWay: filled["got_in_the_way"],
                        nextStep: filled["next_step"]))
            }
        }
    }
}

extension FormField {
    /// A known word whose words begin otherwise than the field's label.
    static func one<Choice: Listed>(_ name: String, _ words: String, _ first: Choice?, labelled label: String, of: [Choice]) -> FormField {
        FormField(name, .say(label), .one(of.map { FormChoice($0.word, .word(words, $0)) }), first?.word ?? "")
    }
}
