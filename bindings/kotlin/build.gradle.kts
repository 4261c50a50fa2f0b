// The AAR: the same sources as the jar, and the library for three kinds of phone. See README.md for what it needs.
import javax.inject.Inject
import org.gradle.process.ExecOperations
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
}

group = "org.handrail"
version = "0.1.0"
layout.buildDirectory = file("../../target/bindings/kotlin/gradle")

android {
    namespace = "org.handrail"
    compileSdk = 36
    // From r28 on the NDK's own files are aligned to 16 KB.
    ndkVersion = "28.2.13676358"
    defaultConfig {
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin {
    compilerOptions { jvmTarget = JvmTarget.JVM_17 }
}

dependencies {
    api(libs.coroutines)
    // The AAR of JNA brings its own library for each kind of phone; the jar does not.
    implementation(libs.jna) { artifact { type = "aar" } }
}

/** The library, stripped, in a folder for each kind of phone. */
abstract class BuildLibrary @Inject constructor(private val exec: ExecOperations) : DefaultTask() {
    @get:Internal
    abstract val workspace: DirectoryProperty

    @get:Internal
    abstract val ndk: DirectoryProperty

    @get:OutputDirectory
    abstract val output: DirectoryProperty

    @TaskAction
    fun build() {
        exec.exec {
            workingDir(workspace)
            environment("ANDROID_NDK_HOME", ndk.get().asFile)
            environment("ANDROID_NDK_ROOT", ndk.get().asFile)
            // Newer phones have pages of 16 KB and load nothing that is aligned to less.
            environment("RUSTFLAGS", "-Clink-arg=-Wl,-z,max-page-size=16384")
            // A libcrypto of this computer is none for a phone.
            listOf("OPENSSL_DIR", "OPENSSL_STATIC", "OPENSSL_NO_VENDOR").forEach { environment.remove(it) }
            commandLine("cargo", "ndk", "--platform", "26")
            args(listOf("arm64-v8a", "armeabi-v7a", "x86_64").flatMap { listOf("-t", it) })
            args("-o", output.get().asFile)
            args("build", "--locked", "--release", "--package", "handrail-bindings", "--lib")
        }
    }
}

/** The binding, generated from a library of this computer: a stripped one no longer describes itself. */
abstract class GenerateBinding @Inject constructor(
    private val exec: ExecOperations,
    private val files: FileSystemOperations,
) : DefaultTask() {
    @get:Internal
    abstract val workspace: DirectoryProperty

    @get:OutputDirectory
    abstract val output: DirectoryProperty

    @TaskAction
    fun generate() {
        exec.exec {
            workingDir(workspace)
            // Generates, and refuses what differs from the copy that was reviewed.
            commandLine("cargo", "xtask", "golden")
        }
        files.sync {
            from(workspace.dir("target/bindings/kotlin/generated"))
            into(output)
        }
    }
}

androidComponents {
    onVariants { variant ->
        val name = variant.name.replaceFirstChar { it.uppercase() }
        val library = tasks.register<BuildLibrary>("build${name}Library") {
            workspace = file("../..")
            ndk = sdkComponents.ndkDirectory
            // What is to be built anew is cargo's to know.
            outputs.upToDateWhen { false }
        }
        val binding = tasks.register<GenerateBinding>("generate${name}Binding") {
            workspace = file("../..")
            outputs.upToDateWhen { false }
        }
        variant.sources.jniLibs?.addGeneratedSourceDirectory(library, BuildLibrary::output)
        variant.sources.kotlin?.addGeneratedSourceDirectory(binding, GenerateBinding::output)
    }
}
