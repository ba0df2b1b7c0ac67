package nuong

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import nuong.ffi.Answer
import nuong.ffi.Bare
import nuong.ffi.Core
import nuong.ffi.InterviewRef
import nuong.ffi.Lang
import nuong.ffi.timeOfAnswer
import nuong.ffi.timeOfList
import kotlin.io.path.Path
import kotlin.io.path.writeText
import kotlin.test.Test

/**
 * P17: what a page and an answer cost a shell, against the same records over the same generated code with no core behind them.
 * All figures are medians of one run, measured in turn, so that their ratios hold on any machine.
 */
class FfiBench {
    @Test
    fun pageAndAnswerAgainstBareCalls() = runBlocking<Unit> {
        val root = folder("phone")
        Province().phone("Mai", at = root).use { phone ->
            repeat(ROWS.toInt()) { phone.interviews.begin("border-initial").answerAndGoOn() }
        }
        Core("$root", Lang.EN, null).use { core ->
            core.unlock(WORDS)
            val of = core.begin(null, "border-initial")
            var view = core.interview(of)
            while (view.questions.none { it.drawn.name == "FOUR_CHOICES" }) view = core.forward(of, view.at)!!
            val question = view.questions.first { it.drawn.name == "FOUR_CHOICES" }.path
            Bare.of(core, of, ROWS).use { bare -> measure(core, bare, of, question) }
        }
    }

    private fun measure(core: Core, bare: Bare, of: InterviewRef, question: String) {
        val answers = listOf(Answer.Value("yes"), Answer.Value("no"))
        val (page, barePage, corePage) =
            inTurn(
                { timed { core.list("", 0u, ROWS) } },
                { timed { bare.list("", 0u, ROWS) } },
                { timeOfList(core, ROWS).toLong() },
            )
        val (answer, bareAnswer, coreAnswer) =
            inTurn(
                { timed { core.answer(of, question, answers[it % 2]) } },
                { timed { bare.answer(of, question, answers[it % 2]) } },
                { timeOfAnswer(core, of, question, answers[it % 2]).toLong() },
            )
        val lines =
            listOf(
                line(
                    "a page of $ROWS summaries, against a bare call of the same records and the core's own time",
                    page,
                    barePage + corePage,
                    GOAL_PAGE,
                ),
                line(
                    "the same against the bare call alone (the core's own part is ${corePage / THOUSAND} us)",
                    page,
                    barePage,
                    GOAL_PAGE,
                ),
                line(
                    "an answer's round trip, against the core's own time and two bare calls",
                    answer,
                    coreAnswer + 2 * bareAnswer,
                    GOAL_ANSWER,
                ),
            )
        Path(System.getProperty("nuong.bench.out")).writeText(lines.joinToString("\n", postfix = "\n"))
    }

    /** Medians of several things done in turn, so that what slows the machine slows all of them. */
    private fun inTurn(vararg takes: (Int) -> Long): List<Long> {
        repeat(WARM) { nth -> takes.forEach { it(nth) } }
        val times = takes.map { mutableListOf<Long>() }
        repeat(ROUNDS) { nth -> takes.forEachIndexed { which, take -> times[which] += take(nth) } }
        return times.map { it.sorted()[it.size / 2] }
    }

    private inline fun timed(act: () -> Unit): Long {
        val before = System.nanoTime()
        act()
        return System.nanoTime() - before
    }

    private fun line(what: String, took: Long, bound: Long, goal: Double) = buildJsonObject {
        val micro = { nanos: Long -> JsonPrimitive(nanos / THOUSAND.toDouble()) }
        put("id", JsonPrimitive("P17"))
        put("what", JsonPrimitive(what))
        put("value", micro(took))
        put("unit", JsonPrimitive("us"))
        put("bound", micro(bound))
        put("rival", JsonPrimitive(null as String?))
        put("goal", JsonPrimitive(goal * bound / THOUSAND))
        put("ok", JsonPrimitive(took <= goal * bound))
    }.toString()

    private companion object {
        const val ROWS = 50u
        const val WARM = 300
        const val ROUNDS = 500
        const val THOUSAND = 1_000
        const val GOAL_PAGE = 1.3
        const val GOAL_ANSWER = 1.2
    }
}
