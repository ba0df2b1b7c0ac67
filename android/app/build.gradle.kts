// The app: the window, the key in the phone's hardware, and the exchange in the background.
plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.compose.compiler)
}

android {
    namespace = "vn.nuong.app"
    compileSdk = libs.versions.targetSdk.get().toInt()
    defaultConfig {
        applicationId = "vn.nuong.app"
        minSdk = libs.versions.minSdk.get().toInt()
        targetSdk = libs.versions.targetSdk.get().toInt()
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64") }
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard.pro")
        }
    }
    buildFeatures { compose = true }
    testOptions { unitTests.isIncludeAndroidResources = true }
    // An authority, a hub and the days they have, as the tests of the screens know them.
    sourceSets["test"].kotlin.srcDir("../ui/src/test/kotlin/nuong/ui/day")
}

kotlin { jvmToolchain(17) }

// What Robolectric runs is this computer's library and programs: `cargo xtask bindings` has built them.
tasks.withType<Test>().configureEach {
    val target = rootDir.resolveSibling("target")
    systemProperty("jna.library.path", target.resolve("bindings/lib").path)
    systemProperty("nuong.programs", target.resolve("debug").path)
    systemProperty("nuong.root", rootDir.parent)
    systemProperty("nuong.screens", target.resolve("screens").path)
}

dependencies {
    implementation(project(":ui"))
    implementation(libs.activity.compose)
    implementation(libs.coroutines.android)
    implementation(libs.work.runtime)
    testImplementation(libs.compose.ui.test)
    testImplementation(libs.junit)
    testImplementation(libs.kotlin.test)
    testImplementation(libs.robolectric)
    testImplementation(libs.work.testing)
    testRuntimeOnly(variantOf(libs.jna) { artifactType("jar") })
}
