import handrail

// The generated choices, listed: UniFFI gives them no list of their own. The compiler checks the names, the tests that none is left out.

extension Helped: Listed {
    public static var all: [Self] { [.not, .aLittle, .aLot] }
}
extension StrategyState: Listed {
    public static var all: [Self] { [.keep, .adapt, .drop] }
}
extension SignState: Listed {
    public static var all: [Self] { [.following, .resting] }
}
extension SignPattern: Listed {
    public static var all: [Self] { [.newForMe, .usualForMe] }
}
extension RuleCondition: Listed {
    public static var all: [Self] { [.there, .atLeast, .inARow, .ofLast] }
}
extension RuleState: Listed {
    public static var all: [Self] { [.on, .off] }
}
extension PlanPart: Listed {
    public static var all: [Self] { [.whatHappened, .triggers, .signs, .whatHelps, .whoHelps, .contacts, .wishes] }
}
extension ContactRole: Listed {
    public static var all: [Self] { [.practitioner, .prescriber, .emergency, .outOfHours, .other] }
}
extension PlanEventKind: Listed {
    public static var all: [Self] { [.useBegan, .stillUsing, .useEnded, .rehearsed, .copyGiven, .copyTakenBack, .reviewed] }
}
extension SafetyPart: Listed {
    public static var all: [Self] { [.signs, .whatIDoAlone, .peopleAndPlaces, .peopleToAsk, .professionals, .aSafePlace] }
}
extension MedicineNotePart: Listed {
    public static var all: [Self] { [.goodSide, .badSide, .sideEffect, .question] }
}
extension MedicineNoteState: Listed {
    public static var all: [Self] { [.`open`, .asked, .gone] }
}
extension MedicineState: Listed {
    public static var all: [Self] { [.active, .paused, .stopped] }
}
extension DoseResult: Listed {
    public static var all: [Self] { [.taken, .skipped, .later] }
}
extension SubstancePart: Listed {
    public static var all: [Self] { [.reason, .goodUsing, .badUsing, .goodNotUsing, .badNotUsing, .riskySituation, .instead, .plan] }
}
extension StressPart: Listed {
    public static var all: [Self] { [.lifeEvent, .hassle, .sign, .prevent, .cope, .plan] }
}
extension StressSphere: Listed {
    public static var all: [Self] { [.body, .thoughts, .feelings, .actions] }
}
extension PersonState: Listed {
    public static var all: [Self] { [.keep, .drop] }
}
extension TakesPart: Listed {
    public static var all: [Self] { [.readsHandouts, .goesThroughThem, .joinsMeetings, .helpsWithPlans] }
}
extension ContactState: Listed {
    public static var all: [Self] { [.active, .done, .letGo] }
}
extension ContactOutcome: Listed {
    public static var all: [Self] { [.done, .partly, .notYet] }
}
extension PermittedItem: Listed {
    public static var all: [Self] {
        [
            .goals, .steps, .homework, .meetings, .plan, .safetyPlan, .warningSigns,
            .checkIns, .coping, .contactPractice, .medicines, .doses, .substanceUse, .stress,
            .needs, .lifestyle, .progressCheck,
        ]
    }
}
extension NeedState: Listed {
    public static var all: [Self] { [.wanted, .asked, .settled, .used, .letGo] }
}
extension LifestyleChangeState: Listed {
    public static var all: [Self] { [.trying, .kept, .letGo] }
}
extension LifestyleUnit: Listed {
    public static var all: [Self] { [.minutes, .times, .wordsAlone] }
}
extension ModuleState: Listed {
    public static var all: [Self] { [.notStarted, .current, .done, .revisit] }
}
extension HandoutHow: Listed {
    public static var all: [Self] { [.opened, .given, .readTogether] }
}
extension ProgrammeFormat: Listed {
    public static var all: [Self] { [.individual, .group, .both] }
}
extension EnrolmentState: Listed {
    public static var all: [Self] { [.trial, .active, .paused, .graduated, .left] }
}
extension SessionKind: Listed {
    public static var all: [Self] { [.individual, .group, .phone] }
}
extension SessionState: Listed {
    public static var all: [Self] { [.planned, .held, .missed] }
}
extension SheetCategory: Listed {
    public static var all: [Self] {
        [
            .programme, .recoveryMeaning, .lifeAreas, .problemSolving, .session, .worksheet, .safetyPlan,
            .medication, .substanceUse, .stress, .people, .needs, .lifestyle, .progressCheck,
            .fidelity,
        ]
    }
}
extension NamedTime: Listed {
    public static var all: [Self] { [.onWaking, .afterBreakfast, .midday, .afternoon, .afterDinner, .evening, .beforeBed] }
}
extension AboutKind: Listed {
    public static var all: [Self] { [.own, .step, .homework, .checkIn, .medicine, .planReview, .session, .lifeAreas] }
}
extension Importance: Listed {
    public static var all: [Self] { [.low, .normal, .high] }
}
extension Exactness: Listed {
    public static var all: [Self] { [.inexact, .exact] }
}
extension PacketState: Listed {
    public static var all: [Self] { [.waiting, .delivered, .opened, .filed] }
}
extension FilledBy: Listed {
    public static var all: [Self] { [.client, .practitioner] }
}
extension Weekday: Listed {
    public static var all: [Self] { [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday] }
}
extension LockScreenWords: Listed {
    public static var all: [Self] { [.neutral, .full] }
}
extension UsualEvent: Listed {
    public static var all: [Self] { [.newUsualYes, .newUsualNo, .reset] }
}
extension NoticeAnswer: Listed {
    public static var all: [Self] { [.helpful, .notHelpful, .worriedMe, .notNow, .planOpened, .contactMade] }
}
extension PermissionStanding: Listed {
    public static var all: [Self] { [.inForce, .notYet, .over, .revoked] }
}
extension PaperForm: Listed {
    public static var all: [Self] { [.filled, .blank] }
}
