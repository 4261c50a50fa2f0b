package org.handrail.ui

import org.handrail.BeginAs
import org.handrail.NewLongTermGoal
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.junit.jupiter.api.Test

class TodayPictures : Pictures() {
    @Test
    fun today() = picture("today") {
        record {
            val goal = saveLongTermGoal(NewLongTermGoal(title = "Work in a garden"), BeginAs.ACTIVE).records[0].id
            val part = saveShortTermGoal(NewShortTermGoal(goal = goal, title = "Two mornings outside"), BeginAs.ACTIVE).records[0].id
            saveStep(NewStep(goal = part, title = "Call the allotment"))
        }
        listOf("today")
    }

    @Test
    fun todayWithNothing() = picture("today-empty") { listOf("today") }
}
