// The screens. They know nothing of Android: the same files are compiled and drawn on a plain JVM (android/pom.xml).
import javax.inject.Inject
import org.gradle.process.ExecOperations
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
    alias(libs.plugins.kotlin.compose)
}

layout.buildDirectory = file("../../target/android/ui")

android {
    namespace = "org.handrail.ui"
    compileSdk = 36
    defaultConfig { minSdk = 26 }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin {
    explicitApi()
    compilerOptions {
        jvmTarget = JvmTarget.JVM_17
        allWarningsAsErrors = true
    }
}

dependencies {
    api(project(":handrail"))
    api(platform(libs.compose.bom))
    api(libs.compose.foundation)
    api(libs.compose.material3)
    api(libs.compose.ui)
    implementation(libs.compose.icons)
    implementation(libs.zxing)
}

/** Which variables each text has, made from the words of the core. */
abstract class MakeArguments @Inject constructor(
    private val exec: ExecOperations,
    private val files: FileSystemOperations,
) : DefaultTask() {
    @get:Internal
    abstract val workspace: DirectoryProperty

    @get:OutputDirectory
    abstract val output: DirectoryProperty

    @TaskAction
    fun make() {
        exec.exec {
            workingDir(workspace)
            commandLine("cargo", "xtask", "strings")
        }
        files.sync {
            from(workspace.dir("target/strings/kotlin"))
            into(output)
        }
    }
}

androidComponents {
    onVariants { variant ->
        val name = variant.name.replaceFirstChar { it.uppercase() }
        val arguments = tasks.register<MakeArguments>("make${name}Arguments") {
            workspace = file("../..")
            outputs.upToDateWhen { false }
        }
        variant.sources.kotlin?.addGeneratedSourceDirectory(arguments, MakeArguments::output)
    }
}
