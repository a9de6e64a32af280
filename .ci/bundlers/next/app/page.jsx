export default function Page() {
  return <p>Places</p>
}
