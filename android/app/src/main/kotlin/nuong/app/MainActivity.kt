package nuong.app

import android.os.Bundle
import android.view.WindowManager
import android.widget.TextView
import androidx.activity.ComponentActivity
import androidx.activity.OnBackPressedCallback
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.text.font.Font
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.lifecycle.lifecycleScope
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import kotlinx.coroutines.launch
import nuong.NuongLibraryException
import nuong.ffi.Change
import nuong.ui.NuongApp
import nuong.ui.Places
import nuong.ui.theme.NuongTheme
import vn.nuong.app.R

/** The one window. It is not shown in the app switcher, and nothing photographs it. */
class MainActivity : ComponentActivity() {
    private lateinit var places: Places
    private var life: Life? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
        enableEdgeToEdge()
        val life = lifeOrWhyNot() ?: return
        this.life = life
        val nuong = life.nuong
        val held =
            viewModelFactory {
                initializer { Places(savedInstanceState?.getString(WAY)) }
                initializer { AndroidShell(NuongApplication.of(this@MainActivity)) }
            }
        places = viewModels<Places> { held }.value
        val shell = viewModels<AndroidShell> { held }.value
        shell.attach(this)
        if (nuong.language != life.language.now) nuong.language = life.language.now
        lifecycleScope.launch { nuong.changes.collect { if (it == Change.Language) life.language.choose(nuong.language) } }
        goBackOnTheWay()
        setContent { NuongTheme(letters) { NuongApp(nuong, shell, places) } }
    }

    /** Where the core's library does not fit this app, the window says so and nothing else. */
    private fun lifeOrWhyNot(): Life? =
        try {
            NuongApplication.of(this).life
        } catch (mismatch: NuongLibraryException) {
            setContentView(TextView(this).apply { text = mismatch.text })
            null
        }

    override fun onStart() {
        super.onStart()
        life?.run { scope.launch { rest.come() } }
    }

    /** What was being typed is written down, then the records rest. A window that is only turned is not left. */
    override fun onStop() {
        super.onStop()
        if (!isChangingConfigurations) life?.run { scope.launch { rest.leave(places::writeDown) } }
    }

    /** The way survives the death of the process; what stood on the screens does not, and is drawn anew after unlocking. */
    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        if (life != null) outState.putString(WAY, places.saved)
    }

    private fun goBackOnTheWay() {
        val back =
            object : OnBackPressedCallback(places.canGoBack) {
                override fun handleOnBackPressed() = places.back()
            }
        onBackPressedDispatcher.addCallback(this, back)
        lifecycleScope.launch { snapshotFlow { places.canGoBack }.collect { back.isEnabled = it } }
    }

    private companion object {
        const val WAY = "way"

        val letters =
            FontFamily(
                Font(R.font.be_vietnam_pro_regular, FontWeight.Normal),
                Font(R.font.be_vietnam_pro_medium, FontWeight.Medium),
                Font(R.font.be_vietnam_pro_semibold, FontWeight.SemiBold),
            )
    }
}
