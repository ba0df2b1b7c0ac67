package nuong.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.input.pointer.PointerType
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getAllSemanticsNodes
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.state.ToggleableState
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import androidx.compose.ui.unit.Density
import androidx.lifecycle.ViewModelStore
import androidx.lifecycle.ViewModelStoreOwner
import androidx.lifecycle.viewmodel.compose.LocalViewModelStoreOwner
import nuong.ui.theme.NuongTheme
import org.jetbrains.skia.EncodedImageFormat
import java.util.concurrent.locks.LockSupport

/** A phone's screen that is drawn, read, tapped and photographed, with no display. */
class Scene(
    private val width: Int = 393,
    private val height: Int = 851,
    private val density: Float = 1.5f,
    val fontScale: Float = 1f,
    dark: Boolean = false,
    content: @Composable () -> Unit,
) : AutoCloseable {
    private val owner =
        object : ViewModelStoreOwner {
            override val viewModelStore = ViewModelStore()
        }
    private var time = 0L
    private val scene =
        ImageComposeScene((width * density).toInt(), (height * density).toInt(), Density(density, fontScale)) {
            CompositionLocalProvider(LocalViewModelStoreOwner provides owner) { NuongTheme(fonts, dark, content) }
        }

    /** Draws until nothing moves any more. */
    fun settle(frames: Int = FRAMES) = repeat(frames) { frame() }

    private fun frame() {
        scene.render(time)
        time += FRAME_NANOS
    }

    /** Every node, as it is read aloud. */
    fun nodes(): List<SemanticsNode> = scene.semanticsOwners.flatMap { it.getAllSemanticsNodes(mergingEnabled = true) }

    /** Every node, also those that are read as part of another. */
    fun parts(): List<SemanticsNode> = scene.semanticsOwners.flatMap { it.getAllSemanticsNodes(mergingEnabled = false) }

    /** Draws until the core has answered and the node is there. */
    fun await(
        what: String,
        match: (SemanticsNode) -> Boolean,
    ): SemanticsNode {
        val until = System.nanoTime() + PATIENCE_NANOS
        while (true) {
            frame()
            nodes().firstOrNull(match)?.let {
                settle()
                return nodes().firstOrNull(match) ?: it
            }
            check(System.nanoTime() < until) { "$what never came; there is: ${nodes().mapNotNull { it.said }}" }
            LockSupport.parkNanos(FRAME_NANOS / 4)
        }
    }

    fun awaitText(text: String) = await("“$text”") { it.said?.contains(text) == true }

    fun awaitTag(tag: String) = await("the node $tag") { it.config.getOrNull(SemanticsProperties.TestTag) == tag }

    /** Taps the middle of what says this, as a thumb does. */
    fun tap(text: String) {
        tap(await("“$text” to tap") { it.said == text && it.config.contains(SemanticsActions.OnClick) })
    }

    fun tap(node: SemanticsNode) {
        if (node.boundsInRoot.height < 1f || node.boundsInRoot.center.y > height * density) return click(node)
        val centre = node.boundsInRoot.center
        scene.sendPointerEvent(PointerEventType.Press, centre, type = PointerType.Touch)
        scene.sendPointerEvent(PointerEventType.Release, centre, type = PointerType.Touch)
        settle()
    }

    /** Taps what has to be scrolled to. */
    private fun click(node: SemanticsNode) {
        node.config[SemanticsActions.OnClick].action!!()
        settle()
    }

    /** Types into a field. */
    fun type(
        tag: String,
        text: String,
    ) {
        awaitTag(tag).config[SemanticsActions.SetText].action!!(AnnotatedString(text))
        settle()
    }

    /** Scrolls what scrolls by so many dp. */
    fun scroll(dp: Int) {
        val scrolls = nodes().filter { it.config.contains(SemanticsActions.ScrollBy) }
        scrolls.firstOrNull()?.config?.get(SemanticsActions.ScrollBy)?.action?.invoke(0f, dp * density)
        settle()
    }

    fun picture(): ByteArray = scene.render(time).encodeToData(EncodedImageFormat.PNG)!!.bytes

    /** The thought of the screen. */
    fun heading(): String? = nodes().firstOrNull { it.config.contains(SemanticsProperties.Heading) }?.said

    /** A length on the screen in dp. */
    fun dp(pixels: Float): Float = pixels / density

    override fun close() {
        owner.viewModelStore.clear()
        scene.close()
    }

    companion object {
        private const val FRAMES = 12
        private const val FRAME_NANOS = 16_000_000L
        private const val PATIENCE_NANOS = 30_000_000_000L

        /** The letters that go with the app. */
        val fonts: FontFamily =
            FontFamily(
                face("regular", FontWeight.Normal),
                face("medium", FontWeight.Medium),
                face("semibold", FontWeight.SemiBold),
            )

        private fun face(
            name: String,
            weight: FontWeight,
        ) = Font(name, Scene::class.java.getResourceAsStream("/font/be_vietnam_pro_$name.ttf")!!.readBytes(), weight)
    }
}

/** What is read aloud of a node. */
val SemanticsNode.said: String?
    get() {
        val described = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty()
        val texts = config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
        return (described + texts).joinToString(" ").ifEmpty { null }
    }

/** Whether it is a choice that is taken. */
val SemanticsNode.isTaken: Boolean
    get() =
        config.getOrNull(SemanticsProperties.ToggleableState) == ToggleableState.On ||
            (config.getOrNull(SemanticsProperties.Role) == Role.RadioButton && config.getOrNull(SemanticsProperties.Selected) == true)
