"""Picture files as they come from cameras and phones, with all that they tell about their owner."""

from io import BytesIO

from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

# Stands in every place where a file can hold a text; found nowhere in what is stored.
SECRET = "Rue-Secrete-14"
RED, BLUE = (200, 30, 30), (30, 30, 200)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>{SECRET}</place></x:xmpmeta>'.encode()


def two_colours(size=(400, 200), mode="RGB"):
    """A picture that is red at the top left and blue elsewhere: it shows which way up it is."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def exif(orientation=1):
    """The notes of a camera: where, whose, when, and how it was held."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.Base.Artist] = SECRET
    notes[ExifTags.Base.ImageDescription] = SECRET
    place = notes.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (50.0, 51.0, 3.0)
    place[ExifTags.GPS.GPSDestDistanceRef] = SECRET
    return notes


def encode(image, format_name, **options):
    output = BytesIO()
    image.save(output, format_name, **options)
    return output.getvalue()


def telling_files(orientation=1):
    """One file per accepted format, each with everything its format can tell, by file name."""
    image, notes = two_colours(), exif(orientation)
    told = {"exif": notes, "xmp": XMP, "icc_profile": PROFILE}
    text = PngInfo()
    text.add_text("Comment", SECRET)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return {
        "pond.jpg": encode(image, "JPEG", comment=SECRET, quality=95, **told),
        "pond.png": encode(image, "PNG", pnginfo=text, exif=notes, icc_profile=PROFILE),
        "pond.webp": encode(image, "WEBP", **told),
        "pond.avif": encode(image, "AVIF", **told),
        "pond.heic": encode(image, "HEIF", **told),
    }


def two_in_one_jpeg():
    """What many phones save: a JPEG with a second picture behind the first, each with its notes."""
    image = two_colours()
    return encode(image, "MPO", save_all=True, append_images=[two_colours((100, 50))], exif=exif())


SCRIPT_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><script>alert(1)</script>'
    b'<rect width="400" height="200"/></svg>'
)
