using Cocoon.Inference.Models.Identity;

namespace Cocoon.Inference.Models.Store;

/// <summary>A model in the store, by what was written down when it was added.</summary>
/// <param name="Identity">Its name in the market, its revision and its hash.</param>
/// <param name="Verity">The dm-verity disk it came on, if that was said: the word of whoever added it.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Files">Its files as they were then.</param>
public sealed record StoredModel(ModelIdentity Identity, VerityName? Verity, string Path, IReadOnlyList<ModelFile> Files)
{
    /// <summary>The model, which loads only if no byte of it has changed.</summary>
    /// <exception cref="ModelFileException">Something is missing or not understood.</exception>
    public ModelFolder Open() => ModelFolder.Open(Path, Identity.Hash, Identity.Name);
}
