package org.handrail.ui.shell

/** What the screens ask of the phone. `app` lends the phone's own; the tests, and the window on a desktop, lend others. */
public interface Ports {
    /** Hands a text or a page to another app, by the system's own sheet. */
    public val giving: Giving

    /** The camera, for codes. */
    public val scanner: Scanner

    /** Files that the person chooses. */
    public val files: Files

    /** Notifications and alarms, as the phone lets them. */
    public val reminding: Reminding

    /** Telephone and text messages. */
    public val calling: Calling

    /** The lock of the app, and what others may see of it. */
    public val guarding: Guarding
}

/** A page or a text for other apps and the printer. */
public interface Giving {
    /** Opens the system's sheet with a text. */
    public fun giveText(title: String, text: String)

    /** Opens the system's printing with a page of HTML, which is not written to a file of ours. */
    public fun print(title: String, html: String)
}

/** Reads codes with the camera. */
public interface Scanner {
    /** The text of a code, or null where the person went back or the camera is not allowed. */
    public suspend fun scan(): String?

    /** Whether there is a camera that may be asked for. */
    public val available: Boolean
}

/** Files by the system's own choosers. The path is one that the app may use until the answer was given. */
public interface Files {
    /** Lets [write] fill a file of the app's own, then has the person choose where it goes. False where they went back; nothing is left behind. */
    public suspend fun takeOut(name: String, kind: String, write: suspend (path: String) -> Unit): Boolean

    /** Has the person choose a file, and lends it to [read] for as long as it takes. False where they went back. */
    public suspend fun bringIn(read: suspend (path: String) -> Unit): Boolean
}

/** Notifications and alarms. */
public interface Reminding {
    /** Asks for the permission; whether it is there now. Asked when the first reminder is made, and never by itself again. */
    public suspend fun askPermission(): Boolean

    /** What the phone lets us do, for the screen that checks reminders. */
    public fun facts(): org.handrail.PhoneFacts

    /** Plans anew and hands the difference to the phone. After each write that concerns reminders. */
    public suspend fun planAnew()

    /** Shows the test reminder now. */
    public suspend fun test()

    /** Opens the system's settings where this can be changed. */
    public fun openSettings()
}

/** Telephone. Nothing is dialled by itself: the system's own dialler opens with the number. */
public interface Calling {
    /** Opens the dialler. False where this phone has none. */
    public fun call(number: String): Boolean

    /** Opens a message to a number. False where this phone has none. */
    public fun message(number: String): Boolean
}

/** Who may look. */
public interface Guarding {
    /** Whether the system can ask for a finger, a face or the phone's own code. */
    public val canLock: Boolean

    /** Whether the app is to be locked when it comes back. Kept by the phone, not in the record: it is asked before the record is open. */
    public var locked: Boolean

    /** Whether screenshots and the list of recent apps show nothing. */
    public var hidden: Boolean

    /** Asks for the finger, the face or the code. */
    public suspend fun unlock(): Boolean

    /** The language this app is to speak; null: the phone's. */
    public var language: String?
}
