using System.Net;
using System.Net.Sockets;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>The commands of the README, in processes of their own.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task The_demo_answers_settles_and_accounts_for_every_nano()
    {
        using var demo = CocoonProcess.Start(null, "demo");

        var (code, output, errors) = await demo.End();

        code.Should().Be(0, errors);
        output.Should().Contain("The capital of France is Paris.")
            .And.Contain("tier       simulated")
            .And.Contain("client paid 0.000860000 TON = provider got 0.000842800 TON, bonus of 0.000025800 TON included, + market kept 0.000017200 TON")
            .And.Contain("every balance agrees with its transactions, to the nano");
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_node_the_demo_says_what_to_install()
    {
        using var folder = new TestFolder();
        using var demo = CocoonProcess.Start(folder.Path, "demo");

        var (code, _, errors) = await demo.End();

        code.Should().Be(1);
        errors.Should().Contain("Node.js is missing").And.Contain("install it");
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var folder = new TestFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", $"{port}");

        var (code, _, errors) = await dev.End();

        code.Should().Be(1);
        errors.Should().Contain($"cocoon: Port {port} is taken").And.Contain("--port").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_damaged_state_file_is_named_in_one_sentence_and_left_as_it_is()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "market.db");
        await File.WriteAllTextAsync(file, "this is no database");
        using var dev = CocoonProcess.Start(null, "dev", "--state", folder.Path, "--port", "0");

        var (code, _, errors) = await dev.End();

        code.Should().Be(1);
        errors.Should().StartWith("cocoon: ").And.Contain(file).And.NotContain("   at ");
        (await File.ReadAllTextAsync(file)).Should().Be("this is no database");
    }

    [Fact]
    public async Task Ctrl_c_stops_dev_and_its_chain_and_the_next_start_has_the_same_key()
    {
        using var folder = new TestFolder();
        var (firstKey, firstCode) = await RunAndInterrupt(folder.Path);
        var (secondKey, secondCode) = await RunAndInterrupt(folder.Path);

        (firstCode, secondCode).Should().Be((0, 0));
        secondKey.Should().Be(firstKey);
    }

    [Fact]
    public async Task The_doctor_finds_what_the_demo_needs()
    {
        using var doctor = CocoonProcess.Start(null, "doctor");

        var (code, output, _) = await doctor.End();

        code.Should().Be(0, output);
        output.Should().Contain("Node.js").And.Contain("GPU").And.Contain("TEE").And.Contain("Everything that ./cocoon demo needs is here.");
    }

    private static async Task<(string Key, int Code)> RunAndInterrupt(string state)
    {
        using var dev = CocoonProcess.Start(null, "dev", "--state", state, "--port", "0");
        var key = await dev.WaitFor("API key");
        await dev.WaitFor("Ctrl-C stops it");
        dev.Interrupt();
        // The second start opens the same files, which it could not if anything of the first were left.
        return (key, (await dev.End()).Code);
    }
}
