// The window of Compose for desktops asks for these of Google's classes, which are not on Maven Central. It only says when it is shown.
// Nothing of the app uses them: on a phone they are Google's own.
package androidx.lifecycle

abstract class Lifecycle {
    enum class State { DESTROYED, INITIALIZED, CREATED, STARTED, RESUMED }
}

interface LifecycleOwner {
    val lifecycle: Lifecycle
}

class LifecycleRegistry(@Suppress("UNUSED_PARAMETER") owner: LifecycleOwner) : Lifecycle() {
    var currentState: State = State.INITIALIZED
}

class ViewModelStore {
    fun clear() = Unit
}

interface ViewModelStoreOwner {
    val viewModelStore: ViewModelStore
}
