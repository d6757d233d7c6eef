using System.Collections.Frozen;
using Cocoon.Attestation.Policy;

namespace Cocoon.Joining.Messages;

/// <summary>
/// What a message may say about its sender, and whom it may go to, by the attested role of the connection it came on. What
/// call filters see as the caller is true only because of this: a silo can write any sender into a message.
/// </summary>
internal static class MessageRules
{
    /// <summary>Grain types of <see cref="Grains.Inference.InferenceGrain"/>, and of those that providers call.</summary>
    public const string Inference = "inference";

    private static readonly FrozenSet<string> ProviderTargets = FrozenSet.Create("job", "provider");

    /// <summary>Grain type of <see cref="Grains.Edge.EdgeGrain"/>.</summary>
    private const string Edge = "edge";

    /// <summary>Where clients learn which grains there are.</summary>
    private const string Manifest = "sys.svc.manifest";

    /// <returns>Null when the message may pass; otherwise what is wrong, for people.</returns>
    /// <param name="role">The connection's, as attested.</param>
    /// <param name="silo">The silo that the connection belongs to; null for a client.</param>
    /// <param name="message">What came.</param>
    /// <param name="wallet">The connection's wallet, raw, as attested.</param>
    public static string? WhyNot(ImageRole role, SiloAddress? silo, MessageHeader message, string wallet = "") => role switch
    {
        ImageRole.Core => null,
        ImageRole.Provider => OfProvider(silo, message),
        ImageRole.Gateway => OfClient(message),
        ImageRole.Edge => OfClient(message) ?? OfEdge(message, wallet),
        _ => "unknown role",
    };

    private static string? OfClient(MessageHeader message) =>
        message.SendingGrain.IsClient && message.SendingGrain.Silo is null ? null : $"a client says that it is {message.SendingGrain.Type}";

    /// <summary>Nobody calls such a machine, so it has nothing to answer.</summary>
    private static string? OfEdge(MessageHeader message, string wallet)
    {
        var target = message.TargetGrain;
        if (message.IsResponse) return "a machine that dials out answers a call";
        return (target.Type == Edge && target.Key == wallet) || target.Type == Manifest ? null : $"a machine that dials out calls {target.Type}";
    }

    private static string? OfProvider(SiloAddress? silo, MessageHeader message)
    {
        if (silo is null || !silo.Equals(message.SendingSilo)) return $"it says that it comes from silo {message.SendingSilo}";
        var sender = message.SendingGrain;
        var isOwn = sender.Silo is { } home ? home == silo.ToParsableString() : sender.Type == Inference;
        if (!isOwn) return $"a provider's silo says that it is {sender.Type}";
        // An answer goes back to whoever asked.
        if (message.IsResponse || message.TargetGrain.IsSystemTarget || message.TargetGrain.Type == Inference || ProviderTargets.Contains(message.TargetGrain.Type)) return null;
        return $"a provider's silo calls {message.TargetGrain.Type}";
    }
}
