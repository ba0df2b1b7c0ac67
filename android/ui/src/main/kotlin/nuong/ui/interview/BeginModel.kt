package nuong.ui.interview

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import nuong.Nuong
import nuong.ffi.InstrumentListView
import nuong.ffi.InterviewRef
import nuong.ffi.SelfAnswerStartView
import nuong.ui.Model
import nuong.ui.Shell
import kotlin.io.path.createDirectories

/** The questionnaires to begin with. */
class BeginModel(
    private val nuong: Nuong,
    private val shell: Shell,
    private val case: String?,
    private val begun: (InterviewRef) -> Unit,
) : Model<InstrumentListView>() {
    private val alone = MutableStateFlow(emptyMap<String, SelfAnswerStartView>())

    /** Which of them can be answered alone, and in which languages they can be heard here. */
    val starts: StateFlow<Map<String, SelfAnswerStartView>> = alone.asStateFlow()

    init {
        besides {
            val all = nuong.interviews.instruments()
            draw(all)
            val recordings = shell.recordings.createDirectories()
            alone.value = all.instruments.associate { it.instrument to nuong.alone.start(it.instrument, recordings) }
        }
    }

    fun begin(instrument: String) {
        if (busy.value == 0) act { begun(nuong.interviews.begin(instrument, case).of) }
    }

    /** Begins, and gives the phone into the person's hands. */
    fun handOver(
        instrument: String,
        speak: String,
    ) {
        if (busy.value > 0) return
        act {
            val of = nuong.interviews.begin(instrument, case).of
            begun(of)
            nuong.alone.handOver(of, speak, shell.recordings)
        }
    }
}
