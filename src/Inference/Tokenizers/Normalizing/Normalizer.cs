namespace Cocoon.Inference.Tokenizers.Normalizing;

/// <summary>A text as the model's vocabulary writes it.</summary>
/// <param name="text">A part between added tokens.</param>
/// <param name="isFirst">False where the part follows an added token that is looked for after normalizing, so that nothing is put before it.</param>
internal delegate string Normalizer(string text, bool isFirst);
