using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Simulation.Chain.Models;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>One contract twice: the compiled one in the sandbox and its model. Every message goes to both, and every effect is compared.</summary>
internal sealed class Twin(Sandbox sandbox, AccountAddress address, int networkId)
{
    /// <summary>No handler of ours needs more, so only a message that carries less may run out of gas.</summary>
    private static readonly Nano AmpleForGas = new(60_000_000);

    /// <summary>The account; the same in the sandbox and in the model.</summary>
    public ChainAccount Account { get; private set; } = ChainAccount.Unused(address);

    /// <summary>Every message so far, and what became of it.</summary>
    public List<string> Story { get; } = [];

    public void SetBalance(Nano balance)
    {
        if (Account.Code is null) return; // the sandbox cannot do that to an account that is not deployed
        sandbox.SetBalance(Account.Address, balance);
        Account = Account with { Balance = balance };
        Story.Add($"balance {balance}");
    }

    /// <summary>Sends a message to both and compares. Returns what the model did.</summary>
    public Execution Send(string name, ChainMessage message, uint now)
    {
        if (message.IsExternal) message = message with { ForwardFee = ModelFees.Mainnet.Prices.ImportFee(Sandbox.CellOf(message)) };
        Story.Add($"{name} at {now}: {message.Value} from {message.Source}, body {Boc.WriteBase64(message.Body)}");
        var real = sandbox.Run(message, now);
        // Gas and rent are not modelled: they are taken from the real run, and all that follows from them is compared.
        var rent = Amount(real.Rent);
        var gas = real.ExitCode == VmExit.OutOfGas ? ulong.MaxValue : ulong.Parse(real.GasUsed, CultureInfo.InvariantCulture);
        if (real.ExitCode == VmExit.OutOfGas && (message.IsExternal ? Account.Balance : message.Value) >= AmpleForGas) Assert.Fail($"{name} ran out of gas\n{Told()}");
        if (message.IsExternal && real.ExitCode == VmExit.OutOfGas && !real.ComputeSucceeded) return Ruined(real);
        var executor = new Executor(ModelFees.Mainnet with { Gas = gas }, networkId, ContractModels.Of, Ed25519.Default);
        var model = executor.Run(Account with { Balance = Account.Balance - rent, RentPaidUntil = now }, message, now);
        model = model.Accepted ? model with { Fees = model.Fees + rent } : model with { After = Account };
        Story.Add($"  exit {real.ExitCode}, action {real.ActionCode}, gas {real.GasUsed}, balance {real.Balance}");
        if (Describe(model) != Describe(real)) Assert.Fail($"{name} does to the model\n{Describe(model)}\nand to the contract\n{Describe(real)}\n{Told()}");
        Account = model.After;
        return model;
    }

    /// <summary>Too poor for a message from outside: whether gas ran out before or after its acceptance, only gas decides. Nothing else may happen.</summary>
    private Execution Ruined(SandboxAnswer real)
    {
        if (real.Out.Count > 0 || Hash(CellOf(real.Data)) != Hash(Account.Data)) Assert.Fail($"running out of gas had an effect\n{Told()}");
        Account = Account with { Balance = Amount(real.Balance) };
        return new Execution(!real.Refused, Account, real.ExitCode, false, 0, [], Amount(real.Fees), Amount(real.Rent), 0);
    }

    private string Told() => $"after\n{string.Join('\n', Story)}";

    private static string Describe(Execution model) => Describe(
        model.Accepted, model.ExitCode, model.ComputeSucceeded, model.ActionCode, model.Accepted ? model.Fees : Nano.Zero, model.After.Balance, model.After.Code, model.After.Data,
        model.Out.Select(sent => Describe(sent.Destination.Raw, sent.Value, sent.ForwardFee, sent.Bounce, sent.Bounced, sent.Body, sent.Init?.ToCell())));

    private static string Describe(SandboxAnswer real) => Describe(
        !real.Refused, real.ExitCode, real.ComputeSucceeded, real.ActionCode, Amount(real.Fees), Amount(real.Balance), CellOf(real.Code), CellOf(real.Data),
        real.Out.Select(sent => Describe(sent.To, Amount(sent.Value), Amount(sent.ForwardFee), sent.Bounce, sent.Bounced, CellOf(sent.Body)!, CellOf(sent.Init))));

    private static string Describe(
        bool accepted, int exitCode, bool computeSucceeded, int actionCode, Nano fees, Nano balance, Cell? code, Cell? data, IEnumerable<string> sent) => string.Join('\n', [
            $"accepted {accepted}, exit code {exitCode}, computed {computeSucceeded}, action result {actionCode}",
            $"fees {fees}, balance {balance}, code {Hash(code)}, data {Hash(data)}",
            .. sent,
        ]);

    private static string Describe(string to, Nano value, Nano forwardFee, bool bounce, bool bounced, Cell body, Cell? init) =>
        $"to {to}: {value}, forward fee {forwardFee}, bounce {bounce}, bounced {bounced}, body {Hash(body)}, init {Hash(init)}";

    private static string Hash(Cell? cell) => cell is null ? "none" : Convert.ToHexStringLower(cell.Hash);

    private static Cell? CellOf(string? base64) => base64 is null ? null : Boc.ReadBase64(base64);

    private static Nano Amount(string text) => new(long.Parse(text, CultureInfo.InvariantCulture));
}
