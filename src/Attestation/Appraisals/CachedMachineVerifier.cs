using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// <see cref="MachineVerifier"/> that makes no verdict twice. Only good verdicts are kept, each until the first of its
/// certificates, collateral, images, blocks and findings makes it another one. A new policy or new collateral is another key,
/// so that old verdicts are never found again. Thread-safe.
/// </summary>
public sealed class CachedMachineVerifier : IMachineVerifier
{
    private readonly Lock _gate = new();
    private readonly MachineAppraiser _appraiser;
    private readonly ICollateralKeeper _collateral;
    private readonly IPolicySource _policies;
    private readonly IEpochSource _epochs;
    private readonly VerdictCacheOptions _options;
    private readonly RecentlyUsed<AccountAddress, List<CachedVerdict>> _kept;
    private readonly Dictionary<HexBytes, TaskCompletionSource<AppraisalResult>> _underWay = [];

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CachedMachineVerifier(MachineAppraiser appraiser, ICollateralKeeper collateral, IPolicySource policies, IEpochSource epochs, VerdictCacheOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_appraiser, _collateral, _policies, _epochs, _options) = (appraiser, collateral, policies, epochs, options);
        _kept = new RecentlyUsed<AccountAddress, List<CachedVerdict>>(options.Providers);
    }

    /// <summary>Verdicts kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _kept.Entries.Sum(provider => provider.Value.Count);
        }
    }

    public async Task<AppraisalResult> Appraise(EvidenceBundle bundle, BindingExpectation expected, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var policy = await _policies.Current(cancellationToken);
        var epoch = bundle.EpochSeqno == 0 ? null : await _epochs.Find(bundle.EpochSeqno, cancellationToken);
        var snapshot = await _collateral.For(bundle, at, cancellationToken);
        expected = expected with { Epoch = epoch };
        var key = VerdictKey.Of(bundle, expected, policy.Hash(), snapshot.Hash);
        if (Join(key, expected.Provider, at, out var known, out var mine) is { } theirs)
        {
            var result = await theirs.WaitAsync(cancellationToken);
            if (result.At == at || ToKeep(key, result, policy, expected)?.CountsAt(at) == true) return result;
            return _appraiser.Appraise(bundle, expected, snapshot, policy, at);
        }
        return known ?? Verify(key, mine!, bundle, expected, snapshot, policy, at);
    }

    /// <returns>The same verification under way; null when there is a verdict, or when it is the caller's to make one.</returns>
    private Task<AppraisalResult>? Join(HexBytes key, AccountAddress provider, DateTimeOffset at, out AppraisalResult? known, out TaskCompletionSource<AppraisalResult>? mine)
    {
        (known, mine) = (null, null);
        lock (_gate)
        {
            if (_kept.TryGet(provider, out var slots) && slots.Find(slot => slot.Key == key && slot.CountsAt(at)) is { } found)
            {
                known = found.Result;
                return null;
            }
            if (_underWay.TryGetValue(key, out var theirs)) return theirs.Task;
            _underWay[key] = mine = new TaskCompletionSource<AppraisalResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            return null;
        }
    }

    private AppraisalResult Verify(
        HexBytes key, TaskCompletionSource<AppraisalResult> mine, EvidenceBundle bundle, BindingExpectation expected, CollateralSnapshot snapshot, PolicyDocument policy, DateTimeOffset at)
    {
        try
        {
            var result = _appraiser.Appraise(bundle, expected, snapshot, policy, at);
            Settle(key, expected.Provider, ToKeep(key, result, policy, expected));
            mine.SetResult(result);
            return result;
        }
        catch (Exception e)
        {
            // Those who wait must not wait for ever.
            Settle(key, expected.Provider, null);
            mine.SetException(e);
            throw;
        }
    }

    private void Settle(HexBytes key, AccountAddress provider, CachedVerdict? verdict)
    {
        lock (_gate)
        {
            _underWay.Remove(key);
            if (verdict is null) return;
            if (!_kept.TryGet(provider, out var slots)) _kept.Set(provider, slots = new List<CachedVerdict>(_options.SlotsEach));
            slots.RemoveAll(slot => slot.Key == key);
            if (slots.Count == _options.SlotsEach) slots.RemoveAt(0);
            slots.Add(verdict);
        }
    }

    /// <summary>A refusal is never kept: what caused it may be over in a moment.</summary>
    private static CachedVerdict? ToKeep(HexBytes key, AppraisalResult result, PolicyDocument policy, BindingExpectation expected)
    {
        if (!result.IsAccepted) return null;
        var until = result.NotAfter;
        foreach (var end in policy.Images.Select(image => image.NotAfter).Concat(result.Findings.Select(finding => finding.FailsAt)))
            if (end > result.At && end < until) until = end.Value;
        if (expected.Epoch is { } epoch && epoch.Time + expected.OldestBlock(policy) < until) until = epoch.Time + expected.OldestBlock(policy);
        return until > result.At ? new CachedVerdict(key, result, result.At, until) : null;
    }
}
