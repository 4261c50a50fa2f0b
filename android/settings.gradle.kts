pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "handrail-android"

// The library and its binding, as any other app takes them.
include(":handrail")
project(":handrail").projectDir = file("../bindings/kotlin")
include(":ui", ":app")
