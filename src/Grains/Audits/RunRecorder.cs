using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;

namespace Cocoon.Grains.Audits;

/// <summary>Gathers what one job says, as it is handed out. Used by one stream at a time.</summary>
internal sealed class RunRecorder(ReadOnlySpan<byte> request, string precision)
{
    /// <summary>Longer answers are not kept, so that one job takes no other's place.</summary>
    private const int MaxSteps = 32_768;

    private readonly byte[] _request = request.ToArray();
    private readonly List<AuditStep> _steps = [];
    private bool _isTooLong;
    private int _settled;

    /// <param name="said">What the caller gets.</param>
    /// <param name="best">The likeliest tokens.</param>
    public void Add(byte[] said, TokenChance[] best)
    {
        _isTooLong |= _steps.Count >= MaxSteps;
        if (!_isTooLong) _steps.Add(new AuditStep(said, best));
    }

    /// <summary>What was added so far has arrived.</summary>
    public void Settle() => _settled = _steps.Count;

    /// <summary>What was added since did not: the record is of what the receipt commits to.</summary>
    public void TakeBack() => _steps.RemoveRange(_settled, _steps.Count - _settled);

    /// <summary>The record; null when the answer was too long to keep.</summary>
    public ServedRecord? Finish(Lease lease, HexBytes receipt, byte[] salt, DateTimeOffset now) =>
        _isTooLong ? null : new ServedRecord(lease, receipt, new AuditRecord(_request, salt, precision, _steps).Encode(), now + ServedRecords.Life);
}
