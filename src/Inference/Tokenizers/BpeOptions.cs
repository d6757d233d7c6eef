namespace Cocoon.Inference.Tokenizers;

/// <summary>Ways in which BPE models differ.</summary>
/// <param name="Unknown">The token of characters that have none; null where they are left out.</param>
/// <param name="FuseUnknown">Whether unknown characters in a row are one token.</param>
/// <param name="ByteFallback">Whether characters that have no token are written as tokens of their bytes, "&lt;0x0A&gt;".</param>
/// <param name="IgnoreMerges">Whether a word that is a token as a whole is taken as it is.</param>
internal readonly record struct BpeOptions(int? Unknown, bool FuseUnknown, bool ByteFallback, bool IgnoreMerges);
