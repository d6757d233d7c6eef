using Cocoon.Client.Transport;
using Cocoon.Core.Accounts;

namespace Cocoon.Client;

internal sealed class AccountOperations(IMarketTransport transport) : IAccountOperations
{
    public Task<AccountStatus> ViewAsync(CancellationToken cancellationToken = default) => transport.AccountAsync(cancellationToken);

    public Task<AccountKey> CreateKeyAsync(string name, KeyScope? scope = null, CancellationToken cancellationToken = default) =>
        scope?.Problem() is { } problem ? throw new ArgumentException(problem, nameof(scope)) : transport.AddKeyAsync(name, scope, cancellationToken);

    public Task<AccountKey> RotateKeyAsync(string keyId, TimeSpan grace, CancellationToken cancellationToken = default) => transport.RotateKeyAsync(keyId, grace, cancellationToken);

    public Task<AccountKey> RevokeKeyAsync(string keyId, CancellationToken cancellationToken = default) => transport.RevokeKeyAsync(keyId, cancellationToken);
}
