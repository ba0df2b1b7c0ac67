package nuong.app

import android.app.LocaleManager
import android.os.Build
import android.os.Bundle
import android.os.LocaleList
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.OnBackPressedCallback
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.annotation.RequiresApi
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.text.font.Font
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.lifecycle.lifecycleScope
import androidx.lifecycle.viewmodel.initializer
import androidx.lifecycle.viewmodel.viewModelFactory
import kotlinx.coroutines.launch
import nuong.ffi.Change
import nuong.ui.NuongApp
import nuong.ui.Places
import nuong.ui.theme.NuongTheme
import vn.nuong.app.R

/** The one window. It is not shown in the app switcher, and nothing photographs it. */
class MainActivity : ComponentActivity() {
    private lateinit var places: Places

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
        enableEdgeToEdge()
        val nuong = NuongApplication.of(this).nuong
        places = viewModels<Places> { viewModelFactory { initializer { Places(savedInstanceState?.getString(WAY)) } } }.value
        val shell = AndroidShell(this)
        goBackOnTheWay()
        lifecycleScope.launch { nuong.changes.collect { if (it == Change.Language) tellTheSystem() } }
        setContent { NuongTheme(letters) { NuongApp(nuong, shell, places) } }
    }

    /** The way survives the death of the process; what stood on the screens does not, and is drawn anew after unlocking. */
    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putString(WAY, places.saved)
    }

    private fun goBackOnTheWay() {
        val back =
            object : OnBackPressedCallback(places.canGoBack) {
                override fun handleOnBackPressed() = places.back()
            }
        onBackPressedDispatcher.addCallback(this, back)
        lifecycleScope.launch { snapshotFlow { places.canGoBack }.collect { back.isEnabled = it } }
    }

    /** The language chosen in the app is the one that the system shows for it. */
    private fun tellTheSystem() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) tellLocaleManager()
    }

    @RequiresApi(Build.VERSION_CODES.TIRAMISU)
    private fun tellLocaleManager() {
        val tag = NuongApplication.of(this).nuong.language.name.lowercase()
        getSystemService(LocaleManager::class.java).applicationLocales = LocaleList.forLanguageTags(tag)
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
