// The app. `cargo xtask android` builds it; README.md says what the machine must have.
import com.android.build.api.artifact.SingleArtifact
import javax.inject.Inject
import javax.xml.parsers.DocumentBuilderFactory
import org.gradle.process.ExecOperations
import org.jetbrains.kotlin.gradle.dsl.JvmTarget
import org.w3c.dom.Element

plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

layout.buildDirectory = file("../../target/android/app")

android {
    namespace = "org.handrail.app"
    compileSdk = 36
    // Strips the library: the one that the library was built with.
    ndkVersion = "28.2.13676358"
    defaultConfig {
        applicationId = "org.handrail.app"
        minSdk = 26
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64") }
    }
    androidResources { localeFilters += listOf("en", "es", "ar") }
    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    // Loaded from the package as they lie there, aligned to 16 KB.
    packaging { jniLibs { useLegacyPackaging = false } }
    // A list of libraries, sealed for a shop, is nobody else's to read.
    dependenciesInfo {
        includeInApk = false
        includeInBundle = false
    }
}

kotlin {
    compilerOptions { jvmTarget = JvmTarget.JVM_17 }
}

dependencies {
    implementation(project(":handrail"))
    implementation(project(":ui"))
    implementation(libs.activity.compose)
    implementation(libs.coroutines.android)
    implementation(libs.work)
    implementation(libs.zxing)
}

/** The words of the core as resources, and the number of each of them. */
abstract class MakeStrings @Inject constructor(
    private val exec: ExecOperations,
    private val files: FileSystemOperations,
) : DefaultTask() {
    @get:Internal
    abstract val workspace: DirectoryProperty

    @get:OutputDirectory
    abstract val resources: DirectoryProperty

    @get:OutputDirectory
    abstract val numbers: DirectoryProperty

    @TaskAction
    fun make() {
        exec.exec {
            workingDir(workspace)
            commandLine("cargo", "xtask", "strings")
        }
        files.sync {
            from(workspace.dir("target/strings/android/res"))
            into(resources)
        }
        files.sync {
            from(workspace.dir("target/strings/android/kotlin"))
            into(numbers)
        }
    }
}

/** Holds what came out, with all that libraries added, against the lists: what the app may do, and who may come in. */
abstract class CheckManifest : DefaultTask() {
    @get:InputFile
    abstract val manifest: RegularFileProperty

    @get:Input
    abstract val permissions: SetProperty<String>

    @get:Input
    abstract val doors: SetProperty<String>

    @TaskAction
    fun check() {
        val android = "http://schemas.android.com/apk/res/android"
        val root = DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }
            .newDocumentBuilder().parse(manifest.get().asFile).documentElement
        fun all(name: String) = root.getElementsByTagName(name).let { list -> (0 until list.length).map { list.item(it) as Element } }
        fun Element.said(name: String): String = getAttributeNS(android, name)
        val asked = all("uses-permission").map { it.said("name") }.toSet()
        check(asked == permissions.get()) { "permissions: ${(asked - permissions.get()) + (permissions.get() - asked)}" }
        val open = listOf("activity", "activity-alias", "service", "receiver", "provider").flatMap(::all)
            .filter { it.said("exported") == "true" }.map { it.said("name") }.toSet()
        check(open == doors.get()) { "open to other apps: ${(open - doors.get()) + (doors.get() - open)}" }
    }
}

androidComponents {
    onVariants { variant ->
        val name = variant.name.replaceFirstChar { it.uppercase() }
        val strings = tasks.register<MakeStrings>("make${name}Strings") {
            workspace = file("../..")
            outputs.upToDateWhen { false }
        }
        variant.sources.res?.addGeneratedSourceDirectory(strings, MakeStrings::resources)
        variant.sources.kotlin?.addGeneratedSourceDirectory(strings, MakeStrings::numbers)
        val held = tasks.register<CheckManifest>("check${name}Manifest") {
            manifest = variant.artifacts.get(SingleArtifact.MERGED_MANIFEST)
            permissions = listOf(
                "INTERNET", "POST_NOTIFICATIONS", "SCHEDULE_EXACT_ALARM", "RECEIVE_BOOT_COMPLETED", "CAMERA",
                "USE_BIOMETRIC", "ACCESS_NETWORK_STATE", "WAKE_LOCK",
            ).map { "android.permission.$it" } + variant.applicationId.get().let { "$it.DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION" }
            doors = setOf(
                "org.handrail.app.window.MainActivity",
                // Only the system may call it: it asks for BIND_JOB_SERVICE.
                "androidx.work.impl.background.systemjob.SystemJobService",
            )
        }
        // No package without it.
        tasks.matching { it.name == "assemble$name" || it.name == "check" }.configureEach { dependsOn(held) }
    }
}
