using Cocoon.Inference.LlamaCpp.Running;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.LlamaCpp;

/// <summary>
/// Holds this project's tokenizer against llama.cpp's, by texts that tokenizers differ in. Prompts, masks and bills are made with
/// ours; where the file's is another, the model would read other tokens than it was taught.
/// </summary>
internal static class TokenizerCheck
{
    private static readonly string[] Texts =
    [
        "Hello, world! It's what they'll say: don't.",
        "  two spaces, a\ttab\nand\n\nlines \r\n with a space at the end ",
        "x = 3.14159; y[100] += 2e-7; // 1234567890",
        "na\u00EFve caf\u00E9 \u65E5\u672C\u8A9E \u041F\u0440\u0438\u0432\u0435\u0442 \u0645\u0631\u062D\u0628\u0627 \U0001F642\u200D\U0001F680",
    ];

    /// <exception cref="ModelFileException">The two differ.</exception>
    public static void Require(ModelFolder folder, LlamaCppRunner runner)
    {
        var ours = folder.Tokenizer.Tokenizer;
        if (ours.VocabularySize > runner.VocabularySize)
            throw new ModelFileException($"The tokenizer of '{folder.Id}' has {ours.VocabularySize} tokens, the model in its GGUF file {runner.VocabularySize}: they do not belong together.");
        foreach (var text in Texts)
        {
            if (!ours.Encode(text, parseAdded: false).SequenceEqual(runner.Tokenize(text, parseAdded: false)))
                throw new ModelFileException($"The tokenizer of '{folder.Id}' is not the one in its GGUF file: llama.cpp makes other tokens of the text {System.Text.Json.JsonSerializer.Serialize(text)}. Use the tokenizer files that belong to it.");
        }
    }
}
