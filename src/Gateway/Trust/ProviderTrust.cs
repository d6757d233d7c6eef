using System.Collections.Concurrent;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Grains;

namespace Cocoon.Gateway.Trust;

/// <summary>
/// This gateway's own verdict on the machine behind a lease, made before a prompt is sealed to it: the market's word alone
/// is not enough. A verdict is kept for as long as the lease's appraisal is the same, a minute at most. Thread-safe.
/// </summary>
internal sealed class ProviderTrust(IGrainFactory grains, IMachineVerifier verifier, TimeProvider time)
{
    private const int MaxVerdicts = 4_096;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<HexBytes, DateTimeOffset> _accepted = new();

    /// <exception cref="ApiException">The machine is not what the lease says, or not what was asked for.</exception>
    public async Task Check(Lease lease, Tier leastTier, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var appraisal = lease.Appraisal;
        if (_accepted.TryGetValue(appraisal.Hash, out var until) && until > now) return;
        var bundle = EvidenceBundle.TryDecode(await grains.Provider(lease.Provider).Evidence()) ?? throw Refused("its evidence cannot be read");
        var result = await verifier.Appraise(bundle, new BindingExpectation(lease.Provider, IsRelayed: true), now, cancellationToken);
        if (!result.IsAccepted) throw Refused($"{result.Failure}. {result.Detail}");
        if (!result.Tier.Satisfies(leastTier)) throw Refused($"it is of tier {result.Tier.Name()}");
        if (result.Claims.SealingKey != appraisal.SealingKey || result.Claims.ReceiptKey != appraisal.EnclaveKey) throw Refused("its evidence vouches for other keys than the lease's");
        if (_accepted.Count >= MaxVerdicts) _accepted.Clear();
        _accepted[appraisal.Hash] = result.NotAfter < now + MaxAge ? result.NotAfter : now + MaxAge;
    }

    private static ApiException Refused(string why) =>
        new(502, ErrorTypes.Server, "provider_not_trusted", $"The provider's machine was not accepted: {why}. Nothing was sent to it and nothing is charged. Try again.");
}
