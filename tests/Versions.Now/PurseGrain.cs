using Cocoon.Core;
using Cocoon.Grains;

namespace Cocoon.Versions.Now;

[GrainType("versions-purse")]
public sealed class PurseGrain([PersistentState("purse", Stores.Ledger)] IPersistentState<PurseState> record, TimeProvider time)
    : StateMachineGrain<PurseState>(record, time), IPurseGrain
{
    public async Task<PurseView> Add(long operation, long amount)
    {
        var state = await Commit(state => operation <= state.Operation
            ? Step<PurseState>.Stay(state)
            : Step<PurseState>.To(state with { Total = state.Total + amount, Operation = operation }));
        return new PurseView(state.Total, "now");
    }
}
