using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Failures.Tests.Cluster;

/// <summary>The membership table of a cluster, which tests can take away.</summary>
internal sealed class MembershipTable(IMembershipTable table, MembershipTable.State state) : IMembershipTable
{
    public Task InitializeMembershipTable(bool tryInitTableVersion) => There.InitializeMembershipTable(tryInitTableVersion);

    public Task DeleteMembershipTableEntries(string clusterId) => There.DeleteMembershipTableEntries(clusterId);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => There.CleanupDefunctSiloEntries(beforeDate);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => There.ReadRow(key);

    public Task<MembershipTableData> ReadAll() => There.ReadAll();

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => There.InsertRow(entry, tableVersion);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => There.UpdateRow(entry, etag, tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry) => There.UpdateIAmAlive(entry);

    private IMembershipTable There => state.IsGone ? throw new IOException("The membership table does not answer.") : table;

    /// <summary>Puts itself in front of the table among a silo's services.</summary>
    public static void Wrap(IServiceCollection services, State state)
    {
        var table = services.Last(service => service.ServiceType == typeof(IMembershipTable));
        services.AddSingleton<IMembershipTable>(provider => new MembershipTable(
            (IMembershipTable)(table.ImplementationInstance ?? table.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, table.ImplementationType!)), state));
    }

    /// <summary>Whether the table is there, for all silos of a cluster.</summary>
    internal sealed class State
    {
        private volatile bool _isGone;

        public bool IsGone { get => _isGone; set => _isGone = value; }
    }
}
