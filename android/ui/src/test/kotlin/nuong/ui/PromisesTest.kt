package nuong.ui

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult
import nuong.ui.previews.Live
import nuong.ui.previews.Preview
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path

/** What `ui.md` promises of every screen, held by every screen in each of its states. */
class PromisesTest {
    @Test
    fun `what is tapped is as large as a gloved thumb`() = assertEquals("", broken(Promise.LARGE))

    @Test
    fun `what is tapped is far enough from what stands beside it`() = assertEquals("", broken(Promise.APART))

    @Test
    fun `all that can be tapped has a name that is read aloud`() = assertEquals("", broken(Promise.NAMED))

    @Test
    fun `no word is cut off, with letters of twice the size as well`() = assertEquals("", broken(Promise.WHOLE))

    @Test
    fun `the main action is in the lower third`() = assertEquals("", broken(Promise.LOW))

    private fun broken(promise: Promise) = found.filter { it.first == promise }.joinToString("\n") { it.second }

    private enum class Promise { LARGE, APART, NAMED, WHOLE, LOW }

    /** One screen in one state, looked at once for all that is promised. */
    private class Look(
        private val scene: Scene,
        private val name: String,
    ) {
        private val taps = scene.nodes().filter { it.config.contains(SemanticsActions.OnClick) }

        fun all() = whole() + large() + apart() + named() + low()

        fun whole() = scene.parts().filter { it.isCut() }.map { Promise.WHOLE to "$name: “${it.said}” is cut off" }

        private fun large() =
            taps
                .filter { wide(it) < TARGET || tall(it) < TARGET }
                .map { Promise.LARGE to "$name: “${it.said}” is ${wide(it)} × ${tall(it)} dp" }

        /** What is half hidden under the edge of what scrolls is not beside anything yet. */
        private fun isWhole(node: SemanticsNode) = node.boundsInRoot.height > node.size.height - A_PIXEL

        private fun apart() =
            taps.filter(::isWhole).flatMapIndexed { nth, one ->
                taps
                    .filter(::isWhole)
                    .drop(nth + 1)
                    .filter { two -> distance(place(one), place(two))?.let { scene.dp(it) < APART } == true }
                    .map { Promise.APART to "$name: “${one.said}” stands too near to “${it.said}”" }
            }

        private fun named() =
            taps
                .filter { it.said.isNullOrBlank() && it.config.getOrNull(SemanticsProperties.EditableText) == null }
                .map { Promise.NAMED to "$name: something at ${it.boundsInRoot} has no name" }

        private fun low(): List<Pair<Promise, String>> {
            val lowest = taps.maxOfOrNull { scene.dp(it.boundsInRoot.center.y) } ?: 0f
            val fine = name.startsWith("covered") || lowest > PHONE * 2 / 3
            return if (fine) emptyList() else listOf(Promise.LOW to "$name: the lowest is at $lowest dp")
        }

        private fun wide(node: SemanticsNode) = scene.dp(node.size.width.toFloat())

        private fun tall(node: SemanticsNode) = scene.dp(node.size.height.toFloat())

        private fun place(node: SemanticsNode) = Rect(node.positionInRoot, Size(node.size.width.toFloat(), node.size.height.toFloat()))

        private fun SemanticsNode.isCut(): Boolean {
            val results = ArrayList<TextLayoutResult>()
            config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(results)
            return config.getOrNull(SemanticsProperties.EditableText) == null && results.any { it.isCut() }
        }

        /** A line that ends in dots, or letters outside of the place they have; parts of a pixel and the space at its end do not count. */
        private fun TextLayoutResult.isCut(): Boolean =
            (0 until lineCount).any { isLineEllipsized(it) || inked(it) > size.width + A_PIXEL } ||
                multiParagraph.height > size.height + A_PIXEL

        private fun TextLayoutResult.inked(line: Int): Float {
            val end = getLineEnd(line, visibleEnd = true)
            val right = if (end < getLineEnd(line)) getHorizontalPosition(end, true) else getLineRight(line)
            return right - getLineLeft(line)
        }

        /** How far two stand from each other; none where one is within the other. */
        private fun distance(
            one: Rect,
            two: Rect,
        ): Float? {
            val across = maxOf(one.left, two.left) - minOf(one.right, two.right)
            val down = maxOf(one.top, two.top) - minOf(one.bottom, two.bottom)
            return if (across < 0 && down < 0) null else maxOf(across, down)
        }
    }

    companion object {
        /** As in `Measures`, less what rounding to pixels takes. */
        private const val TARGET = 55.3f
        private const val APART = 11.3f
        private const val PHONE = 851f
        private const val A_PIXEL = 1.5f

        private lateinit var found: List<Pair<Promise, String>>

        @JvmStatic
        @BeforeAll
        fun `a core that runs`(
            @TempDir root: Path,
        ) {
            found = Live.previews(root).flatMap { (language, all) -> all.flatMap { looked(it, language) } }
        }

        private fun looked(
            preview: Preview,
            language: String,
        ) = listOf(1f, 2f).flatMap { scale ->
            Scene(fontScale = scale, content = preview.content).use { scene ->
                scene.settle(STILL)
                val look = Look(scene, "${preview.name} ($language, letters × $scale)")
                if (scale == 1f) look.all() else look.whole()
            }
        }

        /** Nothing moves on a screen that is only looked at. */
        private const val STILL = 3
    }
}
