namespace Cocoon.Attestation.Machine;

/// <summary>
/// The kernel's report interface in configfs (Documentation/ABI/testing/configfs-tsm): a folder where making a folder opens a
/// request. Exists so that a driver can be imitated. Failures are <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface ITsmFolder
{
    bool Exists { get; }

    void Create(string entry);

    void Remove(string entry);

    void Write(string entry, string attribute, ReadOnlySpan<byte> value);

    /// <exception cref="FileNotFoundException">The entry has no such attribute.</exception>
    byte[] Read(string entry, string attribute);
}
