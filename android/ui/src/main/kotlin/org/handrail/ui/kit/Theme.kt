package org.handrail.ui.kit

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Typography
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.Hyphens
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.handrail.ui.words.Strings

/** The words of the screen that is drawn. */
public val LocalStrings: ProvidableCompositionLocal<Strings> = staticCompositionLocalOf { error("no words") }

// Each pair of text and ground has a contrast of 4.5 to 1 or more, in both. Nothing is red: no state of a person's is an alarm.
private val Light = lightColorScheme(
    primary = Color(0xFF1F5F6B),
    onPrimary = Color.White,
    primaryContainer = Color(0xFFD3EBEF),
    onPrimaryContainer = Color(0xFF0A2B31),
    secondary = Color(0xFF4B5F63),
    onSecondary = Color.White,
    secondaryContainer = Color(0xFFE3ECEE),
    onSecondaryContainer = Color(0xFF162427),
    tertiary = Color(0xFF7A4A12),
    onTertiary = Color.White,
    tertiaryContainer = Color(0xFFFBE7CC),
    onTertiaryContainer = Color(0xFF3A2204),
    background = Color(0xFFFAFBFA),
    onBackground = Color(0xFF1A1F20),
    surface = Color(0xFFFAFBFA),
    onSurface = Color(0xFF1A1F20),
    surfaceVariant = Color(0xFFEDF1F1),
    onSurfaceVariant = Color(0xFF3E4A4D),
    outline = Color(0xFF6B787B),
    error = Color(0xFF7A4A12),
    onError = Color.White,
)

private val Dark = darkColorScheme(
    primary = Color(0xFF9AD0DA),
    onPrimary = Color(0xFF06323A),
    primaryContainer = Color(0xFF174B55),
    onPrimaryContainer = Color(0xFFD3EBEF),
    secondary = Color(0xFFB6C8CC),
    onSecondary = Color(0xFF213235),
    secondaryContainer = Color(0xFF33464A),
    onSecondaryContainer = Color(0xFFDCE8EA),
    tertiary = Color(0xFFE9C08A),
    onTertiary = Color(0xFF402705),
    tertiaryContainer = Color(0xFF5A3A10),
    onTertiaryContainer = Color(0xFFFBE7CC),
    background = Color(0xFF111617),
    onBackground = Color(0xFFE4E9EA),
    surface = Color(0xFF111617),
    onSurface = Color(0xFFE4E9EA),
    surfaceVariant = Color(0xFF20282A),
    onSurfaceVariant = Color(0xFFC4CFD1),
    outline = Color(0xFF93A1A4),
    error = Color(0xFFE9C08A),
    onError = Color(0xFF402705),
)

// A person's words run as their own letters do, whatever runs around them.
private fun TextStyle.own() = copy(textDirection = TextDirection.Content)

// Headings are larger than the rest already: with the phone's letters at twice their size, a long word of theirs would be broken in the middle.
// They grow this far, and stay above the text (Android 14 scales large letters in the same way).
private fun Density.heading(plain: TextStyle, size: Float, most: Float): TextStyle {
    val letters = minOf(size.sp.toPx(), most.dp.toPx()).toSp()
    return plain.copy(fontSize = letters, lineHeight = letters * LINE, fontWeight = FontWeight.SemiBold, hyphens = Hyphens.Auto).own()
}

private const val LINE = 1.32f

private fun letters(density: Density): Typography = Typography().let { plain ->
    Typography(
        headlineMedium = density.heading(plain.headlineMedium, size = 26f, most = 40f),
        titleLarge = density.heading(plain.titleLarge, size = 21f, most = 38f),
        titleMedium = plain.titleMedium.copy(fontSize = 18.sp, lineHeight = 25.sp, hyphens = Hyphens.Auto).own(),
        bodyLarge = plain.bodyLarge.copy(fontSize = 18.sp, lineHeight = 26.sp).own(),
        bodyMedium = plain.bodyMedium.copy(fontSize = 16.sp, lineHeight = 24.sp).own(),
        bodySmall = plain.bodySmall.copy(fontSize = 15.sp, lineHeight = 21.sp).own(),
        labelLarge = plain.labelLarge.copy(fontSize = 17.sp, lineHeight = 23.sp).own(),
    )
}

/** Colours, letters, direction and words for everything in [content]. */
@Composable
public fun HandrailTheme(
    strings: Strings,
    rightToLeft: Boolean,
    dark: Boolean = isSystemInDarkTheme(),
    content: @Composable () -> Unit,
) {
    val density = LocalDensity.current
    val letters = remember(density.density, density.fontScale) { letters(density) }
    CompositionLocalProvider(
        LocalStrings provides strings,
        LocalLayoutDirection provides if (rightToLeft) LayoutDirection.Rtl else LayoutDirection.Ltr,
    ) {
        MaterialTheme(colorScheme = if (dark) Dark else Light, typography = letters, content = content)
    }
}
