using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>The compiled contracts of contracts/build in the sandbox's virtual machine, in a Node process.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _node;

    private Sandbox(Process node) => _node = node;

    /// <exception cref="InvalidOperationException">Node or its packages are missing; the message says what to do.</exception>
    public static Sandbox Start()
    {
        var root = Root();
        var driver = Path.Combine(root, "tests", "Simulation", "Chain", "sandbox-driver.mjs");
        if (!Directory.Exists(Path.Combine(root, "contracts", "node_modules", "@ton", "sandbox")))
            throw new InvalidOperationException("The contracts' sandbox is not installed. Run './cocoon test', which installs it, or 'npm ci' in contracts/.");
        var start = new ProcessStartInfo("node", [driver]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return new Sandbox(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("Node.js is missing. Install Node 20 or newer and run './cocoon test', which installs its packages.", e);
        }
    }

    public SandboxAnswer Run(ChainMessage message, uint now) =>
        Ask<SandboxAnswer>(new { operation = "transact", address = message.Destination.Raw, message = Boc.WriteBase64(CellOf(message)), now });

    public void SetBalance(AccountAddress address, Nano balance) =>
        Ask<JsonElement>(new { operation = "balance", address = address.Raw, value = balance.Value.ToString(CultureInfo.InvariantCulture) });

    public Cell Config(int number) => Boc.ReadBase64(Ask<JsonElement>(new { operation = "config", number }).GetProperty("cell").GetString()!);

    /// <summary>The message as it stands in a block; what importing it costs depends on this form.</summary>
    public static Cell CellOf(ChainMessage message) => message.Source is { } source
        ? new Message(
            new MessageInfo.Internal(
                IhrDisabled: true, message.Bounce, message.Bounced, source, message.Destination, message.Value, null, 0, message.ForwardFee, 0, 0),
            message.Init, message.Body).ToCell()
        : ExternalMessage.Create(message.Destination, message.Body, message.Init);

    public void Dispose()
    {
        _node.StandardInput.Close();
        if (!_node.WaitForExit(TimeSpan.FromSeconds(5))) _node.Kill();
        _node.Dispose();
    }

    private T Ask<T>(object request)
    {
        _node.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
        _node.StandardInput.Flush();
        var answer = _node.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The sandbox process ended. {_node.StandardError.ReadToEnd()}");
        return JsonSerializer.Deserialize<T>(answer, Json)!;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("COCOON_HOME") is { Length: > 0 } home) return home;
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Cocoon.Orleans.sln"))) return folder;
        throw new InvalidOperationException("The test runs outside the checkout; set COCOON_HOME to it.");
    }
}
