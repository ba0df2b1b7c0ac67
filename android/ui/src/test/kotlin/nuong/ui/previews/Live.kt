package nuong.ui.previews

import nuong.ffi.EnrolView
import nuong.ffi.InstrumentListView
import nuong.ffi.Lang
import nuong.ffi.SetUpView
import nuong.ffi.SettingsView
import nuong.ffi.WordsView
import nuong.ui.day.Authority
import nuong.ui.day.Phone
import java.nio.file.Path
import kotlin.io.path.div

/** What the goldens do not hold, from a core that runs. */
class Live(
    val words: WordsView,
    val setUp: SetUpView,
    val enrol: List<EnrolView>,
    val settings: SettingsView,
    val instruments: InstrumentListView,
) {
    companion object {
        /** The previews over a phone that is set up and joins a unit in this folder, by the language they are in. */
        fun previews(root: Path): List<Pair<String, List<Preview>>> =
            Phone(root / "phone", "rừng suối mây nắng").use { phone ->
                val core = phone.core
                val setUp = Lang.entries.associateWith { language -> core.apply { setLanguage(language) }.setUpView() }
                val before = Lang.entries.associateWith { language -> runCatching { core.apply { setLanguage(language) }.enrolView() }.getOrNull() }
                phone.join(Authority(root / "province", "post-a=Đồn Biên phòng A", "province"), "Lò Thị Mai", "officer", "post-a")
                Lang.entries.map { language ->
                    core.setLanguage(language)
                    val enrol = listOfNotNull(before.getValue(language), core.enrolView())
                    val live = Live(core.words(), setUp.getValue(language), enrol, core.settings(), core.instruments())
                    language.name.lowercase().let { it to Previews(it, live).all }
                }
            }
    }
}
