package nuong.ui

import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelProvider
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class PlacesTest {
    @Test
    fun `whoever takes the phone back finds the case`() {
        val places = Places()
        places.go(Place.HandPhone("c", "i", "self-answer"))
        places.handedOver()
        assertEquals(Place.Case("c"), places.here)
        places.back()
        assertEquals(Place.Today, places.here)
    }

    class Held : ViewModel() {
        var cleared = false

        override fun onCleared() {
            cleared = true
        }
    }

    private val every =
        listOf(
            Place.Send,
            Place.Settings,
            Place.Enrol,
            Place.Begin(null),
            Place.Begin("c1"),
            Place.Interview("c1", "i1"),
            Place.HandPhone("c1", "i1", "self-answer"),
            Place.Case("c1"),
            Place.Result("c1"),
            Place.Work("c1", WorkKind.HAND_OVER),
        )

    @Test
    fun `the way is found again after the process has died`() {
        val places = Places()
        every.forEach(places::go)
        val again = Places(places.saved)
        assertEquals(places.saved, again.saved)
        assertEquals(every.last(), again.here)
        every.forEach { _ -> again.back() }
        assertEquals(Place.Today, again.here)
        assertFalse(again.canGoBack)
    }

    @Test
    fun `a way that is not understood begins at the worklist`() {
        for (saved in listOf("", "moon", "case", "case\tc1\tx", "today\nwork\tc1\tERASE", "\u0000\t\t\t")) {
            assertEquals(Place.Today, Places(saved).here, saved)
        }
    }

    @Test
    fun `what a screen holds goes when it is left, and when the phone is locked`() {
        val places = Places()
        val case = Place.Case("c1")
        places.go(case)
        val held = hold(places, case)
        places.back()
        assertTrue(held.cleared)
        places.go(case)
        val locked = hold(places, case)
        places.forget()
        assertTrue(locked.cleared)
        assertEquals(case, places.here)
    }

    private fun hold(
        places: Places,
        place: Place,
    ) = ViewModelProvider.create(places.owner(place), ViewModelProvider.NewInstanceFactory())[Held::class]
}
