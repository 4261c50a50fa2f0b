package org.handrail.ui.backup

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier

/** A code that is typed. It goes into no draft, and is gone with the screen. */
@Stable
internal class Secret {
    var text: String by mutableStateOf("")
}

@Composable
internal fun SecretField(secret: Secret, label: String) {
    OutlinedTextField(secret.text, { secret.text = it }, Modifier.fillMaxWidth(), label = { Text(label) }, keyboardOptions = CODE)
}
