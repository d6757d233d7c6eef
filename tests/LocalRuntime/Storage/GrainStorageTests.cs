using System.Text;
using Cocoon.LocalRuntime.Tests.Hosting;
using Cocoon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.Tests.Storage;

public sealed class GrainStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task State_survives_a_restart()
    {
        await using (var first = await Start())
        {
            await Grain(first).Add(3);
            (await Grain(first).Add(4)).Should().Be(7);
        }

        await using var second = await Start();

        var view = await Grain(second).Read();
        view.Total.Should().Be(7);
        view.Exists.Should().BeTrue();
        (await Grain(second).Add(1)).Should().Be(8);
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_can_be_written_again()
    {
        await using var host = await Start();
        await Grain(host).Add(3);

        await Grain(host).Clear();

        (await Grain(host).Read()).Should().Be(new LedgerView(0, null, false));
        (await Grain(host).Add(2)).Should().Be(2);
    }

    [Fact]
    public async Task A_conflict_fails_the_call_and_ends_that_activation_only()
    {
        await using var host = await Start();
        var grain = Grain(host);
        var caller = host.Grains.GetGrain<ILedgerGrain>("caller");
        await grain.Add(1);
        var (activation, callersActivation) = (await grain.Activation(), await caller.Activation());
        await WriteBehindItsBack(host, grain, total: 100);

        var call = () => caller.AddBy(grain, 1);

        await call.Should().ThrowAsync<InconsistentStateException>();
        (await grain.Read()).Total.Should().Be(100, "a new activation has read the record again");
        (await grain.Activation()).Should().NotBe(activation);
        (await caller.Activation()).Should().Be(callersActivation, "the exception only passed through the caller");
    }

    [Fact]
    public async Task The_store_lists_the_records_of_a_state()
    {
        await using var host = await Start();
        for (var i = 0; i < 3; i++) await host.Grains.GetGrain<ILedgerGrain>($"grain{i}").Add(i);

        var records = new List<StoredRecord>();
        await foreach (var record in host.Services.GetRequiredService<SqliteStore>().List("ledger")) records.Add(record);

        records.Select(record => (record.GrainId.ToString(), Encoding.UTF8.GetString(record.Payload.Span))).Should().Equal(
            ("test-ledger/grain0", """{"Total":0}"""), ("test-ledger/grain1", """{"Total":1}"""), ("test-ledger/grain2", """{"Total":2}"""));
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_file_that_is_not_a_store()
    {
        await File.WriteAllTextAsync(_folder.File("store.db"), "my diary");

        var start = Start;

        (await start.Should().ThrowAsync<StoreException>()).WithMessage("*store.db is not a Cocoon store*");
        (await File.ReadAllTextAsync(_folder.File("store.db"))).Should().Be("my diary");
    }

    private static ILedgerGrain Grain(TestHost host) => host.Grains.GetGrain<ILedgerGrain>("main");

    private static async Task WriteBehindItsBack(TestHost host, ILedgerGrain grain, long total)
    {
        var store = host.Services.GetRequiredService<SqliteStore>();
        var record = await store.Read("ledger", grain.GetGrainId());
        await store.Write("ledger", grain.GetGrainId(), Encoding.UTF8.GetBytes($$"""{"Total":{{total}}}"""), record!.ETag);
    }

    private Task<TestHost> Start() => TestHost.Start(silo => silo
        .UseSqliteStore(options => options.Path = _folder.File("store.db"))
        .AddSqliteGrainStorage("sqlite"));
}
