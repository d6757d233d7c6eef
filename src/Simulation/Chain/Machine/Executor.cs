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
        if (message.IsExternal && imported > account.Balance) return Refused(account, 0);
        var available = account.Balance - imported + message.Value;
        var rent = Rent(account, now, available);
        var balance = available - rent;
        if (balance < message.Value) message = message with { Value = balance }; // it paid the rent that the account could not
        var arrived = new Arrival(account with { RentPaidUntil = now }, message, balance, imported + rent, rent);

        var (code, data) = Deployed(account, message);
        var limit = GasFor(message.IsExternal ? balance : message.Value);
        if (code is null || data is null || limit == 0) return message.IsExternal ? Refused(account, 0) : Failed(arrived, exitCode: 0, gas: 0);
        var outcome = Model(code).Run(new ContractCall(account.Address, data, balance, message, now, networkId, Fees.Prices, ed25519));
        if (!outcome.Accepted) return Refused(account, outcome.ExitCode);
        arrived = arrived with { Account = arrived.Account with { Code = code, Data = data } }; // deployed even if it fails
        if (limit < Fees.Gas)
        {
            if (outcome.Commits) return Act(arrived, outcome with { ExitCode = VmExit.OutOfGas, Actions = [] }, limit);
            return message.IsExternal ? Refused(account, VmExit.OutOfGas) : Failed(arrived, VmExit.OutOfGas, limit);
        }
        return outcome.Succeeded ? Act(arrived, outcome, Fees.Gas) : Failed(arrived, outcome.ExitCode, Fees.Gas);
    }

    private Execution Act(Arrival arrived, ContractOutcome outcome, ulong gas)
    {
        var (account, gasFee) = (arrived.Account, Fees.Prices.GasFee(gas));
        var phase = new ActionPhase(account.Address, Fees.Prices.Forward, arrived.Balance - gasFee, arrived.Message.Value, gasFee);
        phase.Run(outcome);
        if (phase.ResultCode != 0)
            return Failed(arrived, outcome.ExitCode, gas, phase.Fine, phase.Bounces) with { ComputeSucceeded = true, ActionCode = phase.ResultCode };
        var after = account with { Balance = phase.Balance, Code = phase.NewCode ?? account.Code, Data = outcome.Data };
        return new Execution(true, after, outcome.ExitCode, true, 0, phase.Out, arrived.Fees + gasFee + phase.ForwardFees + phase.Fine, arrived.Rent, gas);
    }

    /// <summary>Nothing lasts but the fees; the message goes back if it wants to and can pay for that.</summary>
    private Execution Failed(Arrival arrived, int exitCode, ulong gas, Nano fine = default, bool returns = true)
    {
        var (account, message, rent) = (arrived.Account, arrived.Message, arrived.Rent);
        var used = (gas == 0 ? Nano.Zero : Fees.Prices.GasFee(gas)) + fine;
        var (balance, fees, home) = (arrived.Balance - used, arrived.Fees + used, message.Value - used);
        var forward = Fees.Prices.ForwardFee(0, 0);
        if (!returns || message.IsExternal || !message.Bounce || home < forward)
            return new Execution(true, account with { Balance = balance }, exitCode, false, 0, [], fees, rent, gas);
        var travelling = Fees.Prices.Forward.LeftForReceiver(forward);
        var back = new ChainMessage(message.Destination, message.Source!.Value, home - forward, travelling, Bounce: false, Bounced: true, BouncedBody(message.Body));
        return new Execution(true, account with { Balance = balance - home }, exitCode, false, 0, [back], fees + forward - travelling, rent, gas);
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

    /// <summary>What fell due since the last message, as far as there is money.</summary>
    private Nano Rent(ChainAccount account, uint now, Nano available)
    {
        if (account.Code is null || now <= account.RentPaidUntil) return Nano.Zero;
        var due = Fees.Prices.StorageFee(Fees.Stored.Bits, Fees.Stored.Cells, now - account.RentPaidUntil);
        return Nano.Min(due, available);
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

    /// <summary>A message that has come to an account.</summary>
    /// <param name="Account">The account, but for its balance.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Balance">The balance with the message's value, before gas.</param>
    /// <param name="Fees">Import and rent.</param>
    /// <param name="Rent">The rent among them.</param>
    private sealed record Arrival(ChainAccount Account, ChainMessage Message, Nano Balance, Nano Fees, Nano Rent);
}
