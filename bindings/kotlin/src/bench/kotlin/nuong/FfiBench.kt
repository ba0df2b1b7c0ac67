package nuong

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import nuong.bare.Bare
import nuong.bare.timeOfAnswer
import nuong.bare.timeOfList
import nuong.ffi.Answer
import nuong.ffi.Core
import nuong.ffi.InterviewRef
import nuong.ffi.Lang
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
                line("a page of $ROWS summaries", page, "a bare call of the same records", barePage, GOAL_PAGE),
                line(
                    "a page of $ROWS summaries",
                    page,
                    "a bare call of the same records and the core's own time",
                    barePage + corePage,
                    GOAL_PAGE,
                ),
                line(
                    "an answer's round trip",
                    answer,
                    "two bare calls and the core's own time",
                    2 * bareAnswer + coreAnswer,
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

    private fun line(what: String, took: Long, against: String, bound: Long, goal: Double): String {
        val ratio = took / bound.toDouble()
        val said = "$what (${took / THOUSAND} us), against $against (${bound / THOUSAND} us)"
        return buildJsonObject {
            put("id", JsonPrimitive("P17"))
            put("what", JsonPrimitive(said))
            put("value", JsonPrimitive(ratio))
            put("unit", JsonPrimitive("x"))
            put("bound", JsonPrimitive(1.0))
            put("rival", JsonPrimitive(null as String?))
            put("goal", JsonPrimitive(goal))
            put("ok", JsonPrimitive(ratio <= goal))
        }.toString()
    }

    private companion object {
        const val ROWS = 50u
        const val WARM = 300
        const val ROUNDS = 500
        const val THOUSAND = 1_000
        const val GOAL_PAGE = 1.3
        const val GOAL_ANSWER = 1.2
    }
}
