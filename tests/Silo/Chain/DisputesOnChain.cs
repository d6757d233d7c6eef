using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Tests;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.Silo.Tests.Chain;

/// <summary>A core silo on the local chain with disputes that were upheld against the owner of the stake.</summary>
public abstract class DisputesOnChain : SiloOnChain
{
    /// <summary>Every job is audited here, so a slash is twice the charge.</summary>
    private static readonly Nano Charge = Nano.FromTon(2);
    private protected static readonly Nano Asked = Nano.FromTon(4);

    private protected Task FundSlasherAsync() => Chain.FundAsync(Slasher.Address, Nano.FromTon(20));

    private protected static ulong QueryId(HexBytes evidence) => BitConverter.ToUInt64(evidence.ToArray());

    /// <summary>What the grain's timer and its reminder do.</summary>
    private protected static Task DriveAsync(IDisputeGrain dispute) =>
        dispute.AsReference<IRemindable>().ReceiveReminder("decide", new TickStatus(DateTime.UtcNow, TimeSpan.FromMinutes(1), DateTime.UtcNow));

    /// <summary>A dispute against the stake's owner as the ledger holds it after its verdict, before anything came of it on chain.</summary>
    private protected async Task<(IDisputeGrain Dispute, HexBytes Evidence)> UpheldAsync(byte number)
    {
        var job = JobId.New(DateTimeOffset.UtcNow, [number, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        var now = DateTimeOffset.UtcNow;
        var receipt = new Receipt(job, GrainHost.Address(1), GrainHost.Address(2), Owner.Address, GrainHost.Model, GrainHost.Bytes(4), new TokenCounts(1, 0, 3, 0),
            GrainHost.Prices, Charge, 0, GrainHost.Bytes(5), GrainHost.Bytes(6), Tier.Simulated, GrainHost.Bytes(7), JobEnding.Stop, now, now);
        SignedFinding[] findings = [Finding(job, receipt.Hash(), 31), Finding(job, receipt.Hash(), 32)];
        var state = new DisputeState
        {
            Phase = DisputePhase.Decided,
            Verdict = DisputeVerdict.Upheld,
            Receipt = new SignedReceipt(receipt, GrainHost.Bytes(20), default, GrainHost.Bytes(21), default),
            First = findings[0],
            Third = findings[1],
            IsTold = true,
        };
        var dispute = Grains.Dispute(job);
        await Services.GetRequiredKeyedService<IGrainStorage>(Stores.Ledger).WriteStateAsync("dispute", dispute.GetGrainId(), new GrainState<DisputeState> { State = state });
        return (dispute, AuditEncoding.Evidence(receipt.Hash(), null, findings));
    }

    private static SignedFinding Finding(JobId job, HexBytes receipt, byte auditor) => new(
        new AuditFinding(job, receipt, GrainHost.Bytes(61), GrainHost.Address(auditor), AuditOutcome.Differs, 0, 5, 5, GrainHost.Bytes(9), DateTimeOffset.UnixEpoch), GrainHost.Bytes(auditor), default);
}
