namespace Cocoon.Inference.Tokenizers;

/// <summary>How one word, cut and normalised before, becomes tokens. Thread-safe.</summary>
internal interface ITokenModel
{
    void Encode(string word, List<int> ids);
}
