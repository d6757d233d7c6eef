using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Tests.Models;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Jobs;

/// <summary>A real job beside its model.</summary>
internal sealed class JobRun : IModelRun<JobCommand>
{
    private readonly JobModel _model = new();
    private JobState _state = new();
    private long _now;
    private int _begun;

    public void Play(JobCommand command)
    {
        var before = JobFigures.Of(_state);
        Take(command);
        var after = JobFigures.Of(_state);
        if (after != JobFigures.Of(_model)) throw new ModelException($"the figures are {after}, expected {JobFigures.Of(_model)}");
        if (_state.Status == JobStatus.Running && before.Status != JobStatus.Running) _begun++;
        Require(before, after);
    }

    /// <summary>A job that was started can always be brought to an end.</summary>
    public void Finish()
    {
        if (_state.Status is JobStatus.None or JobStatus.Receipted) return;
        if (Job.Fail(_state, new Refusal(RefusalCode.DeadlinePassed, "late")).State.Status != JobStatus.Failed) throw new ModelException("the job cannot end");
    }

    private void Take(JobCommand command)
    {
        var time = Samples.Now.AddSeconds(_now);
        switch (command)
        {
            case JobCommand.Open open:
                Do(_model.Open(open, _now), state => Job.Open(state, Spec(open, time), new Nano(open.Hold), time));
                break;
            case JobCommand.Lease lease:
                Do(_model.Lease(lease, _now + lease.Seconds), state => Job.Leased(state, Lease(lease, time)));
                break;
            case JobCommand.Begin begin:
                Do(_model.Begin(begin.Epoch, _now), state => Job.Begin(state, begin.Epoch, time));
                break;
            case JobCommand.Complete complete:
                Do(_model.Complete(complete), state => Job.Complete(state, Receipt(complete), time));
                break;
            case JobCommand.Receipted:
                Do(_model.Receipted(), Job.Receipted);
                break;
            case JobCommand.Fail fail:
                Do(_model.Fail(fail.Reason), state => Job.Fail(state, new Refusal(RefusalCode.EngineFailed, $"#{fail.Reason}")));
                break;
            case JobCommand.Pass pass:
                _now += pass.Seconds;
                break;
            default:
                throw new ArgumentException($"No command of a job: {command}.", nameof(command));
        }
    }

    private void Do(Expected expected, Func<JobState, Step<JobState>> take) => _state = expected.Holds(_state, take);

    /// <summary>The invariants of design.md section 4, from what can be seen.</summary>
    private void Require(JobFigures before, JobFigures after)
    {
        Must(after.Charge is null || after.Charge <= after.Hold, "I5");
        Must(after.Status is not (JobStatus.Completed or JobStatus.Receipted) || after.Charge is not null, "I6: a completed job has a receipt");
        Must(before.Charge is null || after.Charge == before.Charge, "I6: a job has one receipt");
        Must(_state.Receipt is not { } signed || signed.Receipt.ProviderPay + signed.Receipt.Fee == signed.Receipt.Charge, "I10");
        Must(_begun <= 1 && _begun == _model.Begun, "only one start counts");
        Must(before.Status is not (JobStatus.Receipted or JobStatus.Failed) || after == before, "what has ended stays as it is");

        static void Must(bool holds, string what)
        {
            if (!holds) throw new ModelException($"{what} does not hold");
        }
    }

    private static JobSpec Spec(JobCommand.Open open, DateTimeOffset time) => new(
        Samples.Client, Samples.Channel, "model", open.PromptTokens, open.CompletionTokens, null, Tier.CpuTee, time.AddSeconds(open.Seconds), Samples.Bytes((byte)open.Tag));

    private static Lease Lease(JobCommand.Lease lease, DateTimeOffset time) => new(
        Samples.Job(1), Samples.Provider, "model", Samples.Bytes(4), Prices(lease.Price), 500,
        Samples.Appraisal with { NotAfter = time.AddSeconds(lease.Seconds) }, lease.Epoch, Samples.Now.AddMinutes(1));

    private static PriceList Prices(long perToken) => new(new Nano(perToken * 1_000_000), new Nano(perToken * 1_000_000), new Nano(perToken * 1_000_000), new Nano(perToken * 1_000_000));

    private SignedReceipt Receipt(JobCommand.Complete complete)
    {
        var price = _model.Held?.Price ?? 1;
        var tokens = new TokenCounts(complete.Prompt, complete.Cached, complete.Completion, complete.Reasoning);
        var charge = price * (complete.Prompt + complete.Cached + complete.Completion + complete.Reasoning);
        var signed = Samples.Receipt(1, charge);
        var receipt = signed.Receipt with { Tokens = tokens, Prices = Prices(price) };
        var other = Samples.Account(9);
        return complete.Lie switch
        {
            Lie.EnclaveKey => signed with { Receipt = receipt, EnclaveKey = Samples.Bytes(99) },
            _ => signed with
            {
                Receipt = complete.Lie switch
                {
                    Lie.None => receipt,
                    Lie.Job => receipt with { Job = Samples.Job(2) },
                    Lie.Client => receipt with { Client = other },
                    Lie.Channel => receipt with { Channel = other },
                    Lie.Provider => receipt with { Provider = other },
                    Lie.Model => receipt with { Model = "other" },
                    Lie.Weights => receipt with { WeightHash = Samples.Bytes(99) },
                    Lie.Appraisal => receipt with { AppraisalHash = Samples.Bytes(99) },
                    Lie.Tier => receipt with { Tier = Tier.CcGpu },
                    Lie.Prices => receipt with { Prices = Prices(price + 1) },
                    Lie.Fee => receipt with { FeeBps = 501 },
                    Lie.Bonus => receipt with { BonusBps = 1 },
                    Lie.Charge => receipt with { Charge = new Nano(charge + 1) },
                    _ => throw new ArgumentException($"No lie: {complete.Lie}.", nameof(complete)),
                },
            },
        };
    }
}
