using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>
/// Runs one message on one account by TON's rules: rent, credit, compute, actions, bounce. Pure. Source: the node's
/// crypto/block/transaction.cpp; what our contracts cannot meet (special accounts, freezing, libraries, extra currencies)
/// is left out.
/// </summary>
/// <param name="fees">Prices, and what a run costs.</param>
/// <param name="networkId">The chain's global id.</param>
/// <param name="models">Finds the model of a code; null for a code that has none.</param>
/// <param name="ed25519">Checks signatures.</param>
public sealed class Executor(ModelFees fees, int networkId, Func<Cell, IContractModel?> models, IEd25519 ed25519)
{
    private const int BouncedBodyBits = 256;
    private const uint BouncedPrefix = 0xffffffff;

    public ModelFees Fees { get; } = fees;

    public Execution Run(ChainAccount account, ChainMessage message, uint now)
    {
        var imported = message.IsExternal ? message.ForwardFee : Nano.Zero;
        if (imported > account.Balance) return Refused(account, 0);
        var rent = Rent(account, now, imported);
        var balance = account.Balance - imported - rent + message.Value;
        var paid = account with { RentPaidUntil = now };
        var fixedFees = imported + rent;

        var (code, data) = Deployed(account, message);
        if (code is null || data is null)
        {
            return message.IsExternal ? Refused(account, 0) : Failed(paid, message, balance, fixedFees, rent, exitCode: 0, gas: 0, fine: Nano.Zero, returns: true);
        }
        var limit = GasFor(message.IsExternal ? balance : Nano.Min(message.Value, balance));
        if (limit == 0 && !message.IsExternal) return Failed(paid, message, balance, fixedFees, rent, exitCode: 0, gas: 0, fine: Nano.Zero, returns: true);
        var outcome = Model(code).Run(new ContractCall(account.Address, data, balance, message, now, networkId, Fees.Prices, ed25519));
        if (!outcome.Accepted) return Refused(account, outcome.ExitCode);
        if (limit < Fees.Gas) return Failed(paid, message, balance, fixedFees, rent, VmExit.OutOfGas, limit, Nano.Zero, returns: true);
        if (!outcome.Succeeded) return Failed(paid, message, balance, fixedFees, rent, outcome.ExitCode, Fees.Gas, Nano.Zero, returns: true);
        return Act(paid with { Code = code }, account, message, outcome, balance, fixedFees, rent);
    }

    private Execution Act(ChainAccount paid, ChainAccount before, ChainMessage message, ContractOutcome outcome, Nano balance, Nano fixedFees, Nano rent)
    {
        var phase = new ActionPhase(paid.Address, Fees.Prices.Forward, balance - Fees.RunFee, message.Value, Fees.RunFee);
        phase.Run(outcome);
        if (phase.ResultCode != 0)
        {
            var failed = Failed(paid with { Code = before.Code }, message, balance, fixedFees, rent, outcome.ExitCode, Fees.Gas, phase.Fine, phase.Bounces);
            return failed with { ComputeSucceeded = true, ActionCode = phase.ResultCode };
        }
        var after = paid with { Balance = phase.Balance, Code = phase.NewCode ?? paid.Code, Data = outcome.Data };
        return new Execution(true, after, outcome.ExitCode, true, 0, phase.Out, fixedFees + Fees.RunFee + phase.ForwardFees + phase.Fine, rent, Fees.Gas);
    }

    /// <summary>Nothing lasts but the fees; the message goes back if it wants to and can pay for that.</summary>
    private Execution Failed(
        ChainAccount account, ChainMessage message, Nano balance, Nano fixedFees, Nano rent, int exitCode, ulong gas, Nano fine, bool returns)
    {
        var gasFee = gas == 0 ? Nano.Zero : Fees.Prices.GasFee(gas);
        balance -= gasFee + fine;
        fixedFees += gasFee + fine;
        var forward = Fees.Prices.ForwardFee(0, 0);
        var home = message.Value - gasFee - fine;
        if (!returns || message.IsExternal || !message.Bounce || home < forward)
            return new Execution(true, account with { Balance = balance }, exitCode, false, 0, [], fixedFees, rent, gas);
        var travelling = Fees.Prices.Forward.LeftForReceiver(forward);
        var back = new ChainMessage(message.Destination, message.Source!.Value, home - forward, travelling, Bounce: false, Bounced: true, BouncedBody(message.Body));
        return new Execution(true, account with { Balance = balance - home }, exitCode, false, 0, [back], fixedFees + forward - travelling, rent, gas);
    }

    private static Execution Refused(ChainAccount account, int exitCode) => new(false, account, exitCode, false, 0, [], Nano.Zero, Nano.Zero, 0);

    private static Cell BouncedBody(Cell body)
    {
        var kept = body.BeginParse().LoadBits(Math.Min(BouncedBodyBits, body.BitLength));
        return new CellBuilder().StoreUInt(BouncedPrefix, 32).StoreCell(kept).Build();
    }

    private static (Cell? Code, Cell? Data) Deployed(ChainAccount account, ChainMessage message)
    {
        if (account.Code is not null) return (account.Code, account.Data);
        return message.Init is { } init && init.GetAddress(account.Address.Workchain) == account.Address ? (init.Code, init.Data) : (null, null);
    }

    private IContractModel Model(Cell code) =>
        models(code) ?? throw new NotSupportedException($"The simulated chain has no model of the code {Convert.ToHexStringLower(code.Hash)}.");

    private Nano Rent(ChainAccount account, uint now, Nano imported)
    {
        if (account.Code is null || now <= account.RentPaidUntil) return Nano.Zero;
        var due = Fees.Prices.StorageFee(Fees.Stored.Bits, Fees.Stored.Cells, now - account.RentPaidUntil);
        return Nano.Min(due, account.Balance - imported);
    }

    /// <summary>The gas that so much money buys.</summary>
    private ulong GasFor(Nano money)
    {
        var gas = Fees.Prices.Gas;
        var value = (ulong)money.Value;
        if (value < gas.FlatPrice) return 0;
        var bought = ((UInt128)(value - gas.FlatPrice) << 16) / gas.Price + gas.FlatLimit;
        return bought > gas.Limit ? gas.Limit : (ulong)bought;
    }
}
