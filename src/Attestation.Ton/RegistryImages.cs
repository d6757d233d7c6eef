using System.Collections.Immutable;
using Cocoon.Attestation.Policy;
using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton;

/// <summary>Which images count: those that both the policy file and the registry list.</summary>
internal static class RegistryImages
{
    /// <returns>The file's images that the registry lists for the same role, with the lower tier and the earlier end.</returns>
    public static ImmutableArray<AllowedImage> Listed(ImmutableArray<AllowedImage> images, RegistryOnChain registry) =>
        [.. images.Select(image => Listed(image, registry)).OfType<AllowedImage>()];

    private static AllowedImage? Listed(AllowedImage image, RegistryOnChain registry)
    {
        if (!registry.Measurements.TryGetValue(image.Digest, out var listed)) return null;
        // Numbers of later versions are unknown here, and what is not understood does not count.
        if ((int)listed.Role != (int)image.Role || !Enum.IsDefined(listed.Tier)) return null;
        // The registry names the last second that counts, a policy the first that does not.
        var end = DateTimeOffset.FromUnixTimeSeconds(listed.NotAfter).AddSeconds(1);
        return image with
        {
            Tier = image.Tier < listed.Tier ? image.Tier : listed.Tier,
            NotAfter = image.NotAfter < end ? image.NotAfter : end,
        };
    }
}
