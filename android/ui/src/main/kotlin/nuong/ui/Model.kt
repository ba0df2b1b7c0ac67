package nuong.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import nuong.ffi.ErrorView
import nuong.ffi.NuongException
import nuong.said

/**
 * What one screen holds while it is open: the core's view, whether something is being done, and what was refused. It decides
 * nothing: a tap becomes a call, and the view that results is drawn.
 */
abstract class Model<V : Any> : ViewModel() {
    private val drawn = MutableStateFlow<V?>(null)
    private val refused = MutableStateFlow<ErrorView?>(null)
    private val calls = MutableStateFlow(0)

    /** What to draw; none until the core has answered for the first time. */
    val view: StateFlow<V?> = drawn.asStateFlow()

    /** What was refused last, until it is put away. */
    val problem: StateFlow<ErrorView?> = refused.asStateFlow()

    /** How many calls are under way. */
    val busy: StateFlow<Int> = calls.asStateFlow()

    /** Draws what comes, for as long as the screen is open. */
    protected fun follow(views: Flow<V?>): Job =
        viewModelScope.launch {
            views.catch { refuse(it) }.collect { drawn.value = it }
        }

    /** Draws this. */
    protected fun draw(view: V?) {
        drawn.value = view
    }

    /** Does what was tapped; what is refused is shown, and nothing is lost by it. */
    protected fun act(what: suspend () -> Unit): Job =
        viewModelScope.launch {
            calls.update { it + 1 }
            try {
                what()
            } catch (refusal: NuongException) {
                refuse(refusal)
            } finally {
                calls.update { it - 1 }
            }
        }

    /** Puts away what was refused. */
    fun putAway() {
        refused.value = null
    }

    /** A closed or resting phone says nothing here: the screen that follows does. */
    private fun refuse(why: Throwable) {
        if (why !is NuongException) throw why
        refused.value = why.said.takeUnless { why is NuongException.Locked || why is NuongException.Paused }
    }
}

/**
 * What is being written on a screen and was not yet handed to the core. It lives with what the screen holds, never in what the
 * system saves of it: words about a person stay in this process.
 */
class Draft {
    var chosen: String? by mutableStateOf(null)
    var receiver: String by mutableStateOf("")
    var line: String by mutableStateOf("")
    var text: String by mutableStateOf("")
}
