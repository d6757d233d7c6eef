namespace Cocoon.RaTls.Handshakes;

/// <summary>Frames before any data. Numbers are on the wire.</summary>
internal enum FrameType : byte
{
    /// <summary>What the certificate could not hold.</summary>
    Evidence = 1,

    /// <summary>Whether the sender accepts the other side.</summary>
    Accepted = 2,
}
