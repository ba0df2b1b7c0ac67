package nuong.ui.interview

import nuong.Nuong
import nuong.ffi.InstrumentListView
import nuong.ffi.InterviewRef
import nuong.ui.Model

/** The questionnaires to begin with. */
class BeginModel(
    private val nuong: Nuong,
    private val case: String?,
    private val begun: (InterviewRef) -> Unit,
) : Model<InstrumentListView>() {
    init {
        act { draw(nuong.interviews.instruments()) }
    }

    fun begin(instrument: String) {
        if (busy.value == 0) act { begun(nuong.interviews.begin(instrument, case).of) }
    }
}
