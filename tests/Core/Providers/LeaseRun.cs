using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Tests.Models;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Providers;

/// <summary>A real provider's twin beside its model.</summary>
internal sealed class LeaseRun : IModelRun<LeaseCommand>
{
    private readonly LeaseModel _model = new();
    private ProviderState _state = new();
    private long _now;

    /// <summary>The provider is registered.</summary>
    public LeaseRun() => Play(new LeaseCommand.Register(1, 3_600, 2, 2, Tier.CpuTee));

    private DateTimeOffset Time => Samples.Now.AddSeconds(_now);

    public void Play(LeaseCommand command)
    {
        var before = _state;
        Take(command);
        Must(_state.IsRegistered == _model.IsRegistered && _state.Draining == _model.Draining && _state.OwnerDraining == _model.OwnerDraining && _state.Epoch == _model.Epoch, "registration, draining and epoch");
        Must(_state.Leases.Count == _model.Leases.Count && _model.Leases.All(lease => Agrees(lease.Key, lease.Value)), "leases");
        foreach (var model in (int[])[1, 2])
        {
            Must(_state.InUse(Name(model), Time) == _model.InUse(model, _now), "slots in use");
            // Fewer slots may be offered while more are in use; then none is given.
            Must(_state.InUse(Name(model), Time) <= Math.Max(_model.Slots, before.InUse(Name(model), Time)), "capacity");
        }
        Must(_state.Epoch >= before.Epoch, "the epoch only grows");
        Must(_state.Leases.Values.All(lease => lease.Epoch == _state.Epoch), "no lease outlives its machine's life");
    }

    /// <summary>Every slot comes back (I13).</summary>
    public void Finish()
    {
        _now += 3_600;
        Must(_state.InUse(Name(1), Time) + _state.InUse(Name(2), Time) == 0, "the end of every lease");
    }

    private void Take(LeaseCommand command)
    {
        switch (command)
        {
            case LeaseCommand.Register register:
                var wallet = register.Wrong == WrongOffer.Wallet && _model.IsRegistered ? Samples.Account(9) : Samples.Provider;
                var appraisal = Samples.Appraisal with
                {
                    Tier = register.Tier,
                    EnclaveKey = register.Wrong == WrongOffer.ShortKey ? new([1]) : Samples.Bytes((byte)register.Key),
                    NotAfter = Time.AddSeconds(register.Appraised),
                };
                Do(_model.Register(register, _now), state => Provider.Register(state, wallet, appraisal, Offers(register), Time));
                break;
            case LeaseCommand.Lease lease:
                var request = new LeaseRequest(Samples.Job(lease.Job), Name(lease.Model), lease.Tokens, Prices(lease.Ceiling), lease.Least, 500, Time.AddSeconds(lease.Seconds));
                Do(_model.Lease(lease, _now), state => Provider.Lease(state, request, Time));
                break;
            case LeaseCommand.Release release:
                Do(_model.Release(release.Job), state => Provider.Release(state, Samples.Job(release.Job)));
                break;
            case LeaseCommand.Drain drain:
                Do(_model.Drain(drain.Draining), state => Provider.Drain(state, drain.Draining));
                break;
            case LeaseCommand.Own own:
                Do(_model.Own(own.Draining), state => own.Draining ? Provider.OwnerDrain(state) : Provider.Leave(state, left: false));
                break;
            case LeaseCommand.Pass pass:
                _now += pass.Seconds;
                break;
            default:
                throw new ArgumentException($"No command of a provider: {command}.", nameof(command));
        }
    }

    private void Do(Expected expected, Func<ProviderState, Step<ProviderState>> take) => _state = expected.Holds(_state, take);

    private bool Agrees(int job, (int Model, long Price, Tier Tier, long Expires) expected) =>
        _state.Leases.TryGetValue(Samples.Job(job), out var lease) && lease.Job == Samples.Job(job)
        && (lease.Model, lease.Prices, lease.Appraisal.Tier, lease.Expires) == (Name(expected.Model), Prices(expected.Price), expected.Tier, Samples.Now.AddSeconds(expected.Expires))
        && (lease.Provider, lease.WeightHash, lease.FeeBps) == (Samples.Provider, Samples.Bytes(4), 500);

    private static void Must(bool holds, string what)
    {
        if (!holds) throw new ModelException($"{what} does not hold");
    }

    private static string Name(int model) => $"m{model}";

    private static PriceList Prices(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private static List<Offer> Offers(LeaseCommand.Register register)
    {
        Offer Of(string model) => Samples.Offer(register.Slots) with { Model = model, Prices = Prices(register.Price) };
        var (one, two) = (Of("m1"), Of("m2"));
        return register.Wrong switch
        {
            WrongOffer.TooMany => [.. Enumerable.Range(1, Provider.MaxOffers + 1).Select(model => Of($"m{model}"))],
            WrongOffer.NoModel => [one, Of("")],
            WrongOffer.LongModel => [one, Of(new string('m', 129))],
            WrongOffer.ShortHash => [one, two with { WeightHash = new([1]) }],
            WrongOffer.NoSlots => [one, two with { Slots = 0 }],
            WrongOffer.NoContext => [one, two with { ContextLength = 0 }],
            WrongOffer.NegativePrice => [one, two with { Prices = Prices(1) with { Reasoning = new Nano(-1) } }],
            WrongOffer.Twice => [one, two, one],
            _ => [one, two],
        };
    }
}
